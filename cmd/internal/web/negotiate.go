package web

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// wanted is how a form is to be answered.
type wanted struct {
	format   paper.Format // empty: JSON
	language forms.Language
}

// parseWanted reads format and lang. Without the word format, what the header
// Accept likes best is wanted; of those that it likes alike the first of JSON,
// CSV, XLSX and HTML.
func parseWanted(r *http.Request, p *inquiry.Parameters) (as wanted, err error) {
	format := p.Get("format")
	if as.language, err = forms.ParseLanguage(p.Get); err != nil {
		return as, err
	}
	switch {
	case format == "json":
		return as, nil
	case format == "":
		as.format = preferred(strings.Join(r.Header.Values("Accept"), ","))
		return as, nil
	case !slices.Contains(paper.Formats(), paper.Format(format)):
		return as, inquiry.Invalid("format", "format %.40q is not json, csv, xlsx or html", format)
	}
	as.format = paper.Format(format)
	return as, nil
}

// preferred returns the format that an Accept header likes best; empty: JSON.
func preferred(accept string) (best paper.Format) {
	most := quality(accept, "application/json")
	for _, f := range paper.Formats() {
		if q := quality(accept, f.MediaType()); q > most {
			best, most = f, q
		}
	}
	return best
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
