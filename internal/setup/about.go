package setup

import "github.com/c8b10cf3/lis/internal/locale"

// about says what belongs in the folder of each built-in kind, for the page that a new workspace has there.
var about = map[string]locale.Text{
	"action": {
		SV: "Det som ska göras: rekommendationer ur ledningens genomgång, åtgärder efter granskningar, risker och gap. Varje åtgärd har en ansvarig roll, ett datum och anger i `source` vad den beror på.",
		EN: "What is to be done: recommendations from the management review, actions after audits, risks and gaps. Each has a responsible role and a date, and names in `source` what it comes from.",
	},
	"activity": {
		SV: "Årshjulet: det som återkommer varje år, månad för månad, med ansvarig roll och om det blev gjort.",
		EN: "The year wheel: what comes back every year, month by month, with a responsible role and whether it was done.",
	},
	"audit": {
		SV: "Granskningar som andra har gjort av er: revision, dataskyddsombud, tillsyn och internkontroll. Bristerna skrivs som egna poster i `findings/`.",
		EN: "Reviews that others have made of you: auditors, the data protection officer, supervision and internal control. Each finding is a record of its own in `findings/`.",
	},
	"change": {
		SV: "Det som har ändrats omkring er sedan förra genomgången: nya lagar, ny organisation, nya hot och ny teknik, och vad det betyder för er.",
		EN: "What has changed around you since the last review: new laws, a new organisation, new threats and technology, and what it means for you.",
	},
	"complaint": {
		SV: "Klagomål och synpunkter som rör informationssäkerhet eller personuppgifter. Skriv aldrig vem som har klagat.",
		EN: "Complaints and remarks about information security or personal data. Never write who complained.",
	},
	"control": {
		SV: "Uttalandet om tillämplighet: en post för varje säkerhetsåtgärd i bilaga A, med ställningstagande, motivering och hur långt ni har kommit. `lis new --catalogue iso27001-2022` skriver dem som saknas.",
		EN: "The statement of applicability: a record for each control of Annex A, with your decision, the reason and how far you have come. `lis new --catalogue iso27001-2022` writes those that are missing.",
	},
	"criterion": {
		SV: "Egna rubriker och texter för kraven i en standard som ni har köpt, eller krav i en katalog som ni själva har gjort. Kraven i de kataloger som följer med finns redan och behöver inga poster.",
		EN: "Your own titles and texts for the criteria of a standard that you have bought, or criteria of a catalogue that you made. Those of the catalogues supplied are there already and need no records.",
	},
	"decision": {
		SV: "Beslut om det som finns i de andra registren: vad som beslutades, av vilken roll, vilken dag och under vilket diarienummer.",
		EN: "Decisions on what is in the other registers: what was decided, by which role, on what day and under which registration number.",
	},
	"document": {
		SV: "Styrdokument: policyer, riktlinjer, anvisningar och rutiner, med version, beslut och nästa översyn. Själva dokumentet ligger kvar där det hör hemma.",
		EN: "Governing documents: policies, guidelines, instructions and procedures, with version, decision and next review. The document itself stays where it belongs.",
	},
	"finding": {
		SV: "Brister och iakttagelser ur granskningarna i `audits/`, en post för varje, och hur det har gått med dem.",
		EN: "Findings of the audits in `audits/`, a record for each, and what has become of them.",
	},
	"gap": {
		SV: "Gap-analysen: hur långt ni har kommit med kraven i standardens kapitel 4–10. `lis new --catalogue iso27001-2022` skriver de poster som saknas.",
		EN: "The gap analysis: how far you have come with the requirements of clauses 4–10 of the standard. `lis new --catalogue iso27001-2022` writes the records that are missing.",
	},
	"incident": {
		SV: "Incidenter som behöver följas upp eller anmälas. Posterna visas bara i den begränsade profilen; skriv ändå inget om enskilda och inga tekniska sårbarheter.",
		EN: "Incidents that have to be followed up or notified. The records are shown in the restricted profile alone; even so, write nothing about individuals and no technical weaknesses.",
	},
	"incident-statistics": {
		SV: "Antal incidenter för en period, ur det system där de rapporteras.",
		EN: "Numbers of incidents in a period, from the system in which they are reported.",
	},
	"law": {
		SV: "Laglistan: de lagar och föreskrifter som ni måste följa, vad de kräver av er och om ni gör det.",
		EN: "The legal register: the acts and regulations that you have to comply with, what they require of you and whether you do.",
	},
	"metric": {
		SV: "Mätetal: det som ni mäter för att se om arbetet ger resultat, med mål och utfall.",
		EN: "Metrics: what you measure to see whether the work has effect, with targets and outcomes.",
	},
	"object": {
		SV: "Förvaltningsobjekt: system som förvaltas tillsammans, med objektägare och objektledare i verksamheten och på it-sidan.",
		EN: "Management objects: systems managed together, with owners and leaders on the business and the IT side.",
	},
	"objective": {
		SV: "Mål för informationssäkerheten, hur de mäts och när de ska vara nådda.",
		EN: "Objectives for information security, how they are measured and when they are to be reached.",
	},
	"organisation": {
		SV: "Organisationen: kommunen eller regionen, nämnden, förvaltningen och de enheter som har egna poster.",
		EN: "The organisation: the municipality or region, the committee, the administration and the units that have records of their own.",
	},
	"requirement": {
		SV: "Krav som kommer från verksamhetsplanen, huvudmannen eller avtal, och hur ni uppfyller dem.",
		EN: "Requirements from the business plan, the principal or contracts, and how you meet them.",
	},
	"review": {
		SV: "Ledningens genomgång, en post för varje år. Siffrorna räknas ur de andra registren; här står slutsatserna.",
		EN: "The management review, a record for each year. The figures are counted from the other registers; the conclusions are here.",
	},
	"risk": {
		SV: "Risker ur riskanalyserna, med bedömning, behandling och riskägare. Posterna visas bara i den begränsade profilen.",
		EN: "Risks from the risk analyses, with their rating, treatment and owner. The records are shown in the restricted profile alone.",
	},
	"risk-analysis": {
		SV: "Riskanalyser: vad som har analyserats, när det gjordes och när det ska göras igen. Riskerna skrivs som egna poster i `risks/`.",
		EN: "Risk analyses: what was analysed, when, and when it is due again. The risks are records of their own in `risks/`.",
	},
	"role": {
		SV: "Roller som svarar för något. Allt i registren pekar på en roll, aldrig på en person. Börja med ledningen, informationssäkerhetssamordnaren och informationsägarna.",
		EN: "Roles that answer for something. Everything in the registers points to a role, never to a person. Begin with management, the information security coordinator and the information owners.",
	},
	"stakeholder": {
		SV: "Intressenter: de som har behov och krav som rör informationssäkerheten, såsom invånare, patienter, tillsynsmyndigheter och leverantörer.",
		EN: "Interested parties: those with needs and requirements on information security, such as residents, patients, authorities and suppliers.",
	},
	"system": {
		SV: "Systemförteckningen: de system och it-tjänster som ni använder, vem som äger informationen i dem, hur den är klassad och om riskerna är analyserade.",
		EN: "The register of systems: the systems and IT services that you use, who owns the information in them, how it is classified and whether the risks are analysed.",
	},
	"term": {
		SV: "Förkortningar och begrepp som förekommer i texterna. De förklaras då på webbplatsen.",
		EN: "Abbreviations and terms that occur in the texts. They are then explained on the site.",
	},
}
