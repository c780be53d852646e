package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// statistics answers with the form's figures.
func (a *api) statistics(w http.ResponseWriter, r *http.Request) error {
	report, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		q, err := ontime.ParseQuery(p.get, now, k.Zone(), k.Countings()...)
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Statistics(ctx, q, least)
		}, err
	})
	return answerOr(w, report, err)
}

// paper is a form, filled in.
type paper struct {
	name     string // of its file, without the extension
	value    any
	writeCSV func(io.Writer) error
}

// report answers with a form, as JSON or as CSV.
func (a *api) report(w http.ResponseWriter, r *http.Request) error {
	form, known := forms[r.PathValue("form")]
	if !known {
		return &domain.Error{Code: domain.CodeUnknown, Field: "form", Message: "there is no such form: II.06a or late-list"}
	}
	asCSV := false
	filled, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		var err error
		if asCSV, err = wantsCSV(r, p.get("format")); err != nil {
			return nil, err
		}
		q, err := ontime.ParseQuery(p.get, now, k.Zone(), k.Countings()...)
		return func(ctx context.Context, least uint64) (any, error) { return form(ctx, k, q, least) }, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept")
	p := filled.(paper)
	if asCSV {
		return answerCSV(w, p)
	}
	return answer(w, http.StatusOK, p.value)
}

// forms are the papers by the names in their paths, filled in from what is, or
// was, known.
var forms = map[string]func(context.Context, Knowledge, ontime.Query, uint64) (any, error){
	"II.06a":    statutory,
	"late-list": fillLateList,
}

func statutory(ctx context.Context, k Knowledge, q ontime.Query, least uint64) (any, error) {
	report, err := k.Statistics(ctx, q, least)
	return paper{
		name: fileName("II.06a", q), value: report,
		writeCSV: func(w io.Writer) error { return ontime.WriteCSV(w, report) },
	}, err
}

// lateList is the form late-list: the dossiers behind the columns of late and
// overdue ones.
type lateList struct {
	Form     string                `json:"form"`
	From     calendar.Date         `json:"from"`
	To       calendar.Date         `json:"to"`
	AsOf     time.Time             `json:"as_of"` // the last instant that is counted
	Counting ontime.CountingPolicy `json:"counting"`
	Dossiers []ontime.LateItem     `json:"dossiers"`
}

func fillLateList(ctx context.Context, k Knowledge, q ontime.Query, least uint64) (any, error) {
	items, err := k.LateList(ctx, q, least)
	return paper{
		name:     fileName("late-list", q),
		value:    lateList{Form: "late-list", From: q.From, To: q.To, AsOf: q.AsOf, Counting: q.Counting, Dossiers: items},
		writeCSV: func(w io.Writer) error { return writeLateList(w, items, q.Counting) },
	}, err
}

// fileName returns a name such as II.06a-2026-01-01-2026-03-31.
func fileName(form string, q ontime.Query) string {
	return fmt.Sprintf("%s-%s-%s", form, q.From, q.To)
}

// answerCSV sends the paper as a file. It is written whole before it is sent, so
// that a failure is not a file with its end missing.
func answerCSV(w http.ResponseWriter, p paper) error {
	var file bytes.Buffer
	if err := p.writeCSV(&file); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.name + ".csv"}))
	w.Header().Set("Content-Length", strconv.Itoa(file.Len()))
	_, err := file.WriteTo(w)
	return gone(err)
}

// wantsCSV reads the form in which a report is wanted: the parameter's word, or
// else what the header Accept likes better; JSON where it likes both alike.
func wantsCSV(r *http.Request, format string) (bool, error) {
	switch format {
	case "csv":
		return true, nil
	case "json":
		return false, nil
	case "":
		accept := strings.Join(r.Header.Values("Accept"), ",")
		return quality(accept, "text/csv") > quality(accept, "application/json"), nil
	}
	return false, invalid("format", "format %.40q is neither json nor csv", format)
}

// quality returns how well an Accept header likes the media type, from 0 to 1.
// The most exact of its ranges counts.
func quality(accept, mediaType string) float64 {
	liked, exact := 0.0, 0
	kind, _, _ := strings.Cut(mediaType, "/")
	for part := range strings.SplitSeq(accept, ",") {
		pattern, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		rank := map[string]int{"*/*": 1, kind + "/*": 2, mediaType: 3}[pattern]
		if rank <= exact {
			continue
		}
		liked, exact = 1, rank
		if q, err := strconv.ParseFloat(parameters["q"], 64); err == nil {
			liked = q
		}
	}
	return liked
}
