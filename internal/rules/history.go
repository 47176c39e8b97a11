package rules

import (
	"github.com/c8b10cf3/lis/internal/diag"
	"github.com/c8b10cf3/lis/internal/locale"
	"github.com/c8b10cf3/lis/internal/source"
)

// history are the rules about the repository itself.
var history = []Rule{
	{
		ID: "history-incomplete", Severity: diag.Error, Guards: true,
		Message: locale.Text{SV: "versionshistoriken är ofullständig eller går inte att läsa", EN: "the version history is incomplete or cannot be read"},
		Hint: locale.Text{
			SV: "lis doctor säger varför · i CI: fetch-depth: 0 (GitHub, Forgejo), GIT_DEPTH: \"0\" (GitLab), fetchDepth: 0 (Azure) · för hand: git fetch --unshallow",
			EN: "lis doctor says why · in CI: fetch-depth: 0 (GitHub, Forgejo), GIT_DEPTH: \"0\" (GitLab), fetchDepth: 0 (Azure) · by hand: git fetch --unshallow",
		},
		Why:    locale.Text{SV: "utan hela historiken blir datum och ändringar fel", EN: "without the complete history, dates and changes are wrong"},
		Source: "ISO/IEC 27001:2022 7.5.3",
		Check: func(p *Pass) {
			if p.HistoryCut {
				at := source.At(source.Pos{Line: 1, Column: 1})
				p.Report(diag.Finding{Rule: "history-incomplete", File: p.Workspace.Config.Record.File(), Span: at})
			}
		},
	},
}
