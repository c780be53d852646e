package web

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// report answers with a form, as JSON or as a file.
func (a *api) report(w http.ResponseWriter, r *http.Request) error {
	var as wanted
	filled, err := a.recall(w, r, func(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
		ask, err := inquiry.Form(r.PathValue("form"))(p, k, now)
		if err == nil {
			as, err = parseWanted(r, p)
		}
		return ask, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept")
	if as.format == "" {
		return answer(w, http.StatusOK, filled)
	}
	sheet := filled.(forms.Form).Sheet(as.language)
	return answerFile(w, as.format, &sheet)
}

// answerFile sends a sheet. It is written whole before it is sent, so that a
// failure is not a file with its end missing. A page is shown, others are kept.
func answerFile(w http.ResponseWriter, format paper.Format, s *forms.Sheet) error {
	var file bytes.Buffer
	if err := paper.Write(&file, format, s); err != nil {
		return err
	}
	header, mediaType, disposition := w.Header(), format.MediaType(), "attachment"
	if format != paper.XLSX {
		mediaType += "; charset=utf-8"
	}
	if format == paper.HTML {
		disposition = "inline"
		header.Set("Content-Security-Policy", "default-src 'none'; style-src "+paper.StylePolicy()+"; frame-ancestors 'none'")
	}
	header.Set("Content-Type", mediaType)
	header.Set("Content-Language", string(s.Language))
	header.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": s.File + "." + string(format)}))
	header.Set("Content-Length", strconv.Itoa(file.Len()))
	_, err := file.WriteTo(w)
	return gone(err)
}
