// hover.cjs SERVER FILE LINE CHARACTER: prints what a language server of YAML shows where the pointer is, counted from zero.
const { spawn } = require("child_process"), fs = require("fs"), [, , server, file, line, character] = process.argv
const child = spawn("node", [server, "--stdio"]), uri = "file://" + file, waiting = {}
const settings = { yaml: { hover: true, validate: true, schemaStore: { enable: false } } }
let read = Buffer.alloc(0), asked = 0
const send = message => {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message })
  child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
}
const ask = (method, params) => new Promise(done => { waiting[++asked] = done; send({ id: asked, method, params }) })
const take = message => {
  if (message.method && message.id !== undefined) {
    const answer = message.method === "workspace/configuration" ? message.params.items.map(i => settings[i.section] ?? null) : null
    send({ id: message.id, result: answer })
  } else if (waiting[message.id]) {
    waiting[message.id](message.result)
  } else if (message.method === "textDocument/publishDiagnostics") {
    message.params.diagnostics.forEach(d => console.log("wrong:", d.message))
    opened()
  }
}
child.stdout.on("data", data => {
  read = Buffer.concat([read, data])
  for (;;) {
    const head = read.indexOf("\r\n\r\n")
    const length = head < 0 ? 0 : +/Content-Length: (\d+)/.exec(read.subarray(0, head))[1]
    if (head < 0 || read.length < head + 4 + length) return
    const text = read.subarray(head + 4, head + 4 + length)
    read = read.subarray(head + 4 + length)
    take(JSON.parse(text))
  }
})
let opened
const judged = new Promise(done => { opened = done })
;(async () => {
  await ask("initialize", { processId: null, rootUri: null, capabilities: { textDocument: { hover: { contentFormat: ["markdown"] } } } })
  send({ method: "initialized", params: {} })
  send({ method: "workspace/didChangeConfiguration", params: { settings } })
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text: fs.readFileSync(file, "utf8") } } })
  await judged
  const hover = await ask("textDocument/hover", { textDocument: { uri }, position: { line: +line, character: +character } })
  console.log(hover ? hover.contents.value : "nothing")
  process.exit(0)
})()
