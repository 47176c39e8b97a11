package record

import "github.com/c8b10cf3/lis/internal/document"

// ValuesOf returns the values that [Kind.Read] would give the document, without validating them: for old versions of records,
// of which only the values are needed.
func (k *Kind) ValuesOf(doc *document.Document) map[string]any {
	rd := reader{r: &Record{Kind: k, Doc: doc, Invalid: map[string]string{}}}
	values, _ := rd.convert(k.Root, doc.Front, "").(map[string]any)
	return values
}
