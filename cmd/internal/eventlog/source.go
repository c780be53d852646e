package eventlog

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// Format is a way to write an event log.
type Format string

// Formats that can be read, each also compressed with gzip.
const (
	CSV    Format = "csv"
	XES    Format = "xes"
	NDJSON Format = "ndjson" // one CloudEvent per line; takes no mapping
)

// FormatOf tells the format of a file from its name.
func FormatOf(name string) (Format, error) {
	switch path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")) {
	case ".csv", ".tsv", ".txt":
		return CSV, nil
	case ".xes":
		return XES, nil
	case ".ndjson", ".jsonl":
		return NDJSON, nil
	}
	return "", fmt.Errorf("the format of %q is not known: csv, xes and ndjson are read", path.Base(name))
}

// source is how one format says what the mapping speaks of.
type source struct {
	Columns   map[string]string `json:"columns"` // by the mapping's own name
	Optional  []string          `json:"optional,omitzero"`
	Empty     []string          `json:"empty,omitzero"`
	Delimiter string            `json:"delimiter,omitzero"`
	Charset   string            `json:"charset,omitzero"`
}

// Columns that mean something to the reader.
const (
	columnCase     = "case"
	columnTime     = "time"
	columnInstance = "instance"
)

// takeSources checks the sources, and gives every column its place in a row.
func (m *Mapping) takeSources(f *mappingForm) error {
	if len(f.Sources) == 0 {
		return wrong("/sources", "says of no format what its columns are")
	}
	formats := slices.Sorted(maps.Keys(f.Sources))
	m.columns = slices.Sorted(maps.Keys(f.Sources[formats[0]].Columns))
	for _, format := range formats {
		at := pointer("/sources", string(format))
		if format != CSV && format != XES {
			return wrong(at, "is not a format that a mapping describes: csv and xes are")
		}
		if err := f.Sources[format].check(at, m.columns); err != nil {
			return err
		}
	}
	return nil
}

func (s *source) check(at string, columns []string) error {
	if names := slices.Sorted(maps.Keys(s.Columns)); !slices.Equal(names, columns) {
		return wrong(at+"/columns", "names the columns %q, another source %q", names, columns)
	}
	for _, name := range [...]string{columnCase, columnTime} {
		if s.Columns[name] == "" {
			return wrong(at+"/columns", "does not say which column is the %s", name)
		}
	}
	for i, name := range s.Optional {
		if _, ok := s.Columns[name]; !ok {
			return wrong(fmt.Sprintf("%s/optional/%d", at, i), "%q is not a column of the mapping", name)
		}
	}
	if len(s.Delimiter) > 1 || strings.ContainsAny(s.Delimiter, "\"\r\n") {
		return wrong(at+"/delimiter", "%q is not one character that can separate columns", s.Delimiter)
	}
	if !knownCharset(s.Charset) {
		return wrong(at+"/charset", "%q is not known: utf-8 and iso-8859-1 are", s.Charset)
	}
	return nil
}

// comma returns the delimiter.
func (s *source) comma() rune {
	if s.Delimiter == "" {
		return ','
	}
	return rune(s.Delimiter[0])
}

// missing returns the error for a column that the log should have and has not.
func (s *source) missing(f Format, name string) error {
	return wrong(pointer("/sources", string(f), "columns", name), "the log has no column %q", s.Columns[name])
}

// pointer returns a JSON pointer with the tokens added.
func pointer(prefix string, tokens ...string) string {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	for _, t := range tokens {
		prefix += "/" + escape.Replace(t)
	}
	return prefix
}
