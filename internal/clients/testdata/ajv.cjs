// ajv.cjs MODULES FOLDER: compiles every schema of a folder in strict mode.
// ajv.cjs MODULES SCHEMA DOCUMENT: compares a document with a schema of draft 4.
// Prints a line for each: its name and "valid", or what is wrong.
const fs = require("fs"), path = require("path"), [, , modules, first, second] = process.argv
const load = name => require(path.join(modules, name)).default
const read = file => JSON.parse(fs.readFileSync(file))
const make = (Ajv, options) => { const a = new Ajv(options); load("ajv-formats")(a); return a }
if (second) {
  const a = make(load("ajv-draft-04"), { strict: false, allErrors: true })
  console.log(a.validate(read(first), read(second)) ? "valid" : JSON.stringify(a.errors))
} else {
  for (const name of fs.readdirSync(first)) {
    try {
      make(load("ajv/dist/2020"), { strict: true }).compile(read(path.join(first, name)))
      console.log(name, "valid")
    } catch (e) {
      console.log(name, e.message)
    }
  }
}
