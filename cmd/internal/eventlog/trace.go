package eventlog

import "encoding/xml"

// trace yields the rows of a case.
func (x *xesReader) trace(yield func(row, error) bool) error {
	own := make(map[string]string)
	var rows []row
	var events []map[string]string
	err := x.attributes(func(key, value string) { own[casePrefix+key] = value }, func() error {
		line, _ := x.xml.InputPos()
		event := make(map[string]string)
		rows, events = append(rows, row{line: line}), append(events, event)
		return x.attributes(func(key, value string) { event[key] = value }, nil)
	})
	if err != nil {
		return err
	}
	if len(events) == 0 {
		line, _ := x.xml.InputPos()
		rows, events = append(rows, row{line: line, bare: true}), append(events, nil)
	}
	for i, r := range rows {
		r.values = x.values(own, events[i])
		if !yield(r, nil) {
			return errStopped
		}
	}
	return nil
}

// attributes takes the children of an element until it ends: attributes without
// those nested in them, and events.
func (x *xesReader) attributes(take func(key, value string), event func() error) error {
	for {
		token, err := x.xml.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if token.Name.Local == "event" && event != nil {
				err = event()
			} else {
				take(attribute(token, "key"), attribute(token, "value"))
				err = x.xml.Skip()
			}
			if err != nil {
				return err
			}
		}
	}
}

// values puts attributes in the order of the mapping's columns.
func (x *xesReader) values(own, event map[string]string) []string {
	values := make([]string, len(x.m.columns))
	for i, name := range x.m.columns {
		key := x.source.Columns[name]
		value, ok := event[key]
		if !ok {
			value, ok = own[key]
		}
		if ok {
			x.seen[key] = true
			values[i] = x.known.keep(value)
		}
	}
	return values
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
