// Package mail writes what receivers are told by mail, and hands it to an SMTP
// server.
//
// # Wire form
//
// One mail for each claim (package notice): a digest, one critical alert, or how
// many were held. Plain text and HTML say the same, in Vietnamese and English. A
// letter is made of its claim and the stored alerts alone, so that a second try
// has the same bytes: the same Message-ID, date and boundary. It holds nothing
// personal, and no link that would say who opened it.
package mail

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"slices"
	"text/template"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

//go:embed templates
var files embed.FS

var (
	texts = template.Must(template.ParseFS(files, "templates/*.txt"))
	pages = parsePages()
)

// parsePages keeps each page apart: they define blocks of the same names.
func parsePages() map[string]*htmltemplate.Template {
	all := make(map[string]*htmltemplate.Template)
	for _, name := range []string{"digest.html", "note.html"} {
		all[name] = htmltemplate.Must(htmltemplate.ParseFS(files, "templates/"+name))
	}
	return all
}

// Letter is a mail without its addresses.
type Letter struct {
	ID      string // without the domain
	At      time.Time
	Subject string
	Text    string
	HTML    string
}

// line says one thing twice.
type line struct{ First, Second string }

// say puts the receiver's language first.
func say(vi, en, language string) line {
	if language == "en" {
		return line{en, vi}
	}
	return line{vi, en}
}

// Compose writes the letter of a claim. alerts are those that the claim lists, at
// most [notice.MostListed].
func Compose(n *notice.Notice, alerts []notify.Alert, language string) (Letter, error) {
	letter := Letter{ID: n.ID, At: n.At}
	switch n.Kind {
	case notice.KindDigest:
		letter.Subject = fmt.Sprintf("Cảnh báo hồ sơ %s: %d / Alerts about dossiers", day(n), n.Count)
		return letter.with("digest", digestOf(n, alerts, language))
	case notice.KindSummary:
		vi, en := n.SummaryText()
		letter.Subject = fmt.Sprintf("Cảnh báo hồ sơ: %d / Alerts about dossiers", n.Count)
		return letter.with("note", say(vi, en, language))
	}
	a := alerts[0]
	letter.Subject = fmt.Sprintf("Cảnh báo: hồ sơ %s / Alert: dossier %[1]s", a.Code)
	return letter.with("note", say(a.Vi, a.En, language))
}

func (l Letter) with(name string, data any) (Letter, error) {
	var text, html bytes.Buffer
	if err := texts.ExecuteTemplate(&text, name+".txt", data); err != nil {
		return l, err
	}
	if err := pages[name+".html"].Execute(&html, data); err != nil {
		return l, err
	}
	l.Text, l.HTML = text.String(), html.String()
	return l, nil
}

// digest is what the digest's templates show.
type digest struct {
	Date             string
	ViFirst          bool
	CountVi, CountEn string
	Groups           []group
	MoreVi, MoreEn   string // empty: all are listed
}

// group is the alerts of one unit and rung.
type group struct {
	notice.Group
	Lines []line
}

func digestOf(n *notice.Notice, alerts []notify.Alert, language string) digest {
	d := digest{
		Date: day(n), ViFirst: language != "en",
		CountVi: notice.Thousands(n.Count, "."), CountEn: notice.Thousands(n.Count, ","),
	}
	for _, g := range n.Groups {
		d.Groups = append(d.Groups, group{Group: g})
	}
	for _, a := range alerts {
		i := slices.IndexFunc(d.Groups, func(g group) bool { return g.Unit == a.Unit && g.Rung == a.Rung })
		if i >= 0 {
			d.Groups[i].Lines = append(d.Groups[i].Lines, say(a.Vi, a.En, language))
		}
	}
	if more := n.Count - len(alerts); more > 0 {
		d.MoreVi, d.MoreEn = notice.Thousands(more, "."), notice.Thousands(more, ",")
	}
	return d
}

func day(n *notice.Notice) string {
	year, month, day := n.Date.Civil()
	return fmt.Sprintf("%02d/%02d/%d", day, month, year)
}
