package rules

import (
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
)

// form are the messages for errors of form, which the pipeline finds.
var form = []Rule{
	{
		ID: "file-unreadable", Severity: diag.Error, Guards: true,
		Message: locale.Text{SV: "filen kan inte läsas: {problem}", EN: "the file cannot be read: {problem}"},
		Hint:    locale.Text{SV: "posten ska vara en vanlig fil som får läsas", EN: "a record must be an ordinary file that can be read"},
		Why:     locale.Text{SV: "en post som inte kan läsas saknas i registret utan att någon märker det", EN: "a record that cannot be read is missing from the register without anyone noticing"},
	},
	{
		ID: "record-not-read", Severity: diag.Error, Guards: true,
		Message: locale.Text{SV: "läses inte som post: {problem}", EN: "is not read as a record: {problem}"},
		Hint:    locale.Text{SV: "lägg den i mappen för sitt postslag; lis schema visar mapparna", EN: "put it in the folder of its kind; lis schema shows the folders"},
		Why:     locale.Text{SV: "en post som inte läses kontrolleras inte och saknas i registret utan att någon märker det", EN: "a record that is not read is not checked, and is missing from the register without anyone noticing"},
	},
	{
		ID: "record-not-checked-out", Severity: diag.Error, Guards: true,
		Message: locale.Text{SV: "poster läses inte: {problem}", EN: "records are not read: {problem}"},
		Why:     locale.Text{SV: "poster som inte är hämtade kontrolleras inte, och talen på webbplatsen blir för små", EN: "records that were not fetched are not checked, and the numbers on the site are too small"},
	},
	{
		ID: "file-name-unportable", Severity: diag.Error,
		Message: locale.Text{SV: "alla datorer kan inte ha filen eller mappen: {problem}", EN: "not every computer can hold the file or folder: {problem}"},
		Hint:    locale.Text{SV: "byt namn med git mv", EN: "rename it with git mv"},
		Why:     locale.Text{SV: "den som hämtar förrådet på en sådan dator får inte filen, eller får den i stället för en annan", EN: "whoever fetches the repository on such a computer does not get the file, or gets it instead of another"},
	},
	{
		ID: "file-too-large", Severity: diag.Error,
		Message: locale.Text{SV: "filen är större än {limit} och läses inte till slut", EN: "the file is larger than {limit} and is not read to its end"},
		Hint:    locale.Text{SV: "lägg bilagor i diariet och länka till dem", EN: "keep attachments in the registry and link to them"},
		Why:     locale.Text{SV: "en post är en text för människor; så stora filer är oftast något annat som hamnat fel", EN: "a record is a text for people; a file this large is usually something else in the wrong place"},
	},
	{
		ID: "file-encoding", Severity: diag.Error,
		Message: locale.Text{SV: "filen är inte sparad som UTF-8 (här: {found})", EN: "the file is not saved as UTF-8 (here: {found})"},
		Hint:    locale.Text{SV: "spara om filen med teckenkodningen UTF-8", EN: "save the file with the encoding UTF-8"},
		Why:     locale.Text{SV: "i andra kodningar blir å, ä och ö fel för den som läser", EN: "in other encodings å, ä and ö are shown wrongly"},
	},
	{
		ID: "file-line-break", Severity: diag.Error,
		Message: locale.Text{SV: "här står ett osynligt tecken som bryter raden för vissa program ({found})", EN: "an invisible character here breaks the line for some programs ({found})"},
		Hint:    locale.Text{SV: "byt det mot ett mellanslag eller ett vanligt radslut; lis check --fix gör det", EN: "change it to a space or an ordinary line end; lis check --fix does that"},
		Why:     locale.Text{SV: "program är oense om var en sådan rad slutar, och då stämmer varken platser eller värden", EN: "programs disagree on where such a line ends, so that neither places nor values can be relied on"},
	},
	{
		ID: "front-matter-missing", Severity: diag.Error,
		Message: locale.Text{SV: "filen börjar inte med uppgifter mellan två rader med ---", EN: "the file does not begin with front matter between two lines of ---"},
		Hint:    locale.Text{SV: "börja filen med ---, id och rubrik, och avsluta med ---", EN: "begin the file with ---, id and title, and end with ---"},
		Why:     locale.Text{SV: "utan uppgifterna går det inte att veta vilken post det är", EN: "without the front matter it is not known which record it is"},
	},
	{
		ID: "front-matter-fence", Severity: diag.Error,
		Message: locale.Text{SV: "uppgifterna överst ska stå mellan två rader med bara ---: {problem}", EN: "the front matter must stand between two lines of only ---: {problem}"},
		Hint:    locale.Text{SV: "skriv bara --- på raden, med vanliga bindestreck från radens början", EN: "write only --- on the line, in ordinary hyphens from its beginning"},
		Why:     locale.Text{SV: "andra program ser inte uppgifterna, eller blandar ihop dem med texten", EN: "other programs do not see the front matter, or take it for the text"},
	},
	{
		ID: "front-matter-unclosed", Severity: diag.Error,
		Message: locale.Text{SV: "uppgifterna överst avslutas aldrig", EN: "the front matter is never closed"},
		Hint:    locale.Text{SV: "skriv en rad med bara --- efter den sista uppgiften", EN: "write a line with only --- after the last field"},
		Why:     locale.Text{SV: "annars går det inte att se var uppgifterna slutar och texten börjar", EN: "otherwise it is not known where the fields end and the text begins"},
	},
	{
		ID: "front-matter-malformed", Severity: diag.Error,
		Message: locale.Text{SV: "uppgifterna överst går inte att läsa: {problem}", EN: "the front matter cannot be read: {problem}"},
		Why:     locale.Text{SV: "det som inte går att läsa kan inte kontrolleras", EN: "what cannot be read cannot be checked"},
	},
	{
		ID: "front-matter-feature", Severity: diag.Error,
		Message: locale.Text{SV: "uppgifterna överst är skrivna så att de kan missförstås: {problem}", EN: "the front matter is written so that it can be misread: {problem}"},
		Hint:    locale.Text{SV: "skriv fältet och värdet rakt ut, utan förkortningar", EN: "write out the field and its value, without shorthand"},
		Why:     locale.Text{SV: "posterna ska kunna läsas rad för rad av den som aldrig har hört talas om YAML", EN: "records must be readable line by line for people who have never heard of YAML"},
	},
	{
		ID: "front-matter-repeated", Severity: diag.Error,
		Message: locale.Text{SV: "här börjar en post till i samma fil", EN: "another record begins here in the same file"},
		Hint:    locale.Text{SV: "lägg den i en egen fil", EN: "put it in its own file"},
		Why:     locale.Text{SV: "en fil är en post; den andra skulle inte synas i något register", EN: "a file is one record; the second would not be in any register"},
	},
	{
		ID: "conflict-marker", Severity: diag.Error,
		Message: locale.Text{SV: "här är en konflikt från en sammanfogning inte löst: {mark} står kvar", EN: "a merge conflict is not resolved here: {mark} is left"},
		Hint:    locale.Text{SV: "behåll den text som ska gälla och ta bort raderna som börjar med <<<<<<<, ======= och >>>>>>>", EN: "keep the text that applies and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"},
		Why:     locale.Text{SV: "båda versionerna står i filen, och ingen har avgjort vilken som gäller", EN: "both versions are in the file, and nobody has decided which one applies"},
	},
	{
		ID: "text-unreadable", Severity: diag.Error,
		Message: locale.Text{SV: "texten kan inte läsas som Markdown: {problem}", EN: "the text cannot be read as Markdown: {problem}"},
		Hint:    locale.Text{SV: "dela upp texten, eller lägg den som bilaga i diariet och länka till den", EN: "divide the text, or keep it as an attachment in the registry and link to it"},
		Why:     locale.Text{SV: "texten visas som den står, utan rubriker, listor och länkar", EN: "the text is shown as it stands, without headings, lists and links"},
	},
	{
		ID: "field-duplicate", Severity: diag.Error,
		Message: locale.Text{SV: "fältet '{field}' står två gånger (första gången på rad {line})", EN: "field '{field}' occurs twice (first on line {line})"},
		Hint:    locale.Text{SV: "behåll ett av dem", EN: "keep one of them"},
		Why:     locale.Text{SV: "det går inte att veta vilket av värdena som gäller", EN: "it is not known which of the values applies"},
	},
	{
		ID: "field-missing", Severity: diag.Error,
		Message: locale.Text{SV: "fältet '{field}' ({label}) saknas", EN: "field '{field}' ({label}) is missing"},
		Why:     locale.Text{SV: "utan uppgiften kan posten inte användas", EN: "the record cannot be used without it"},
		Source:  "ISO/IEC 27001:2022 7.5.2",
	},
	{
		ID: "field-unknown", Severity: diag.Error,
		Message: locale.Text{SV: "okänt fält '{field}'{guess}", EN: "unknown field '{field}'{guess}"},
		Hint:    locale.Text{SV: "lis explain {kind} visar fälten", EN: "lis explain {kind} shows the fields"},
		Why:     locale.Text{SV: "ett felstavat fält ser ifyllt ut men räknas inte", EN: "a misspelt field looks filled in but does not count"},
	},
	{
		ID: "value-unknown", Severity: diag.Error,
		Message: locale.Text{SV: "'{value}' är inte tillåtet i '{field}'{guess}", EN: "'{value}' is not allowed in '{field}'{guess}"},
		Hint:    locale.Text{SV: "välj ett av {allowed}", EN: "choose one of {allowed}"},
		Why:     locale.Text{SV: "fri text går inte att räkna eller jämföra mellan år", EN: "free text cannot be counted or compared between years"},
	},
	{
		ID: "value-type", Severity: diag.Error,
		Message: locale.Text{SV: "'{field}' ska vara {type}, inte '{value}'", EN: "'{field}' must be {type}, not '{value}'"},
		Why:     locale.Text{SV: "uppgiften kan inte räknas eller jämföras som den står", EN: "the value cannot be counted or compared as it is"},
	},
	{
		ID: "value-out-of-bounds", Severity: diag.Error,
		Message: locale.Text{SV: "'{field}' ska vara {bounds}, inte '{value}'", EN: "'{field}' must be {bounds}, not '{value}'"},
		Why:     locale.Text{SV: "värdet ligger utanför det som fältet är till för", EN: "the value is outside what the field is for"},
	},
	{
		ID: "value-cut", Severity: diag.Warning,
		Message: locale.Text{SV: "'{field}' slutar före '{rest}', som läses som en anmärkning", EN: "'{field}' ends before '{rest}', which is read as a comment"},
		Hint:    locale.Text{SV: "hör det till värdet: skriv {line}; är det en anmärkning: skriv blanksteg efter #", EN: "if it belongs to the value, write {line}; if it is a comment, write a space after #"},
		Why:     locale.Text{SV: "efter ett blanksteg inleder # en anmärkning, så resten av värdet syns ingenstans", EN: "after a space, # begins a comment, so the rest of the value is shown nowhere"},
	},
	{
		ID: "value-quoted", Severity: diag.Error,
		Message: locale.Text{SV: "de runda citattecknen {quotes} blir en del av värdet i '{field}'", EN: "the round quotation marks {quotes} become part of the value in '{field}'"},
		Hint:    locale.Text{SV: "skriv {line}", EN: "write {line}"},
		Why:     locale.Text{SV: "bara raka citattecken avgränsar ett värde; ordbehandlare gör dem runda", EN: "only straight quotation marks enclose a value; word processors make them round"},
	},
	{
		ID: "kind-invalid", Severity: diag.Error,
		Message: locale.Text{SV: "filen kan inte användas: {problem}", EN: "the file cannot be used: {problem}"},
		Hint:    locale.Text{SV: "se lis explain kinds om nycklar, och lis explain conditions om villkor", EN: "see lis explain kinds on keys, and lis explain conditions on conditions"},
		Why:     locale.Text{SV: "om postslag och tal inte går att läsa kan varken poster kontrolleras eller tal visas", EN: "unless kinds and figures can be read, no record can be checked and no number shown"},
	},
	{
		ID: "config-invalid", Severity: diag.Error,
		Message: locale.Text{SV: "inställningen kan inte användas: {problem}", EN: "the setting cannot be used: {problem}"},
		Why:     locale.Text{SV: "inställningarna styr allt annat och måste gå att läsa i sin helhet", EN: "the configuration controls everything else and must be readable in full"},
	},
	{
		ID: "rule-failed", Severity: diag.Error, Guards: true,
		Message: locale.Text{SV: "regeln {rule} kunde inte prövas: {problem}", EN: "rule {rule} could not be evaluated: {problem}"},
		Hint:    locale.Text{SV: "rätta villkoret i schema/", EN: "fix the condition in schema/"},
		Why:     locale.Text{SV: "en regel som inte kan prövas får aldrig se ut som en regel som är uppfylld", EN: "a rule that cannot be evaluated must never look like a rule that is met"},
	},
}
