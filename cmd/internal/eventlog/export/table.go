package export

import (
	"context"
	"encoding"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// table takes rows, one after the other.
type table interface {
	write(row reflect.Value) error
	// close writes what is left; what the table is written to stays open.
	close() error
}

// tables writes an order as a table that begin makes, of rows of the type.
func tables(begin func(io.Writer, []column) (table, error)) func(context.Context, io.Writer, Source, *Order, *meter) error {
	return func(ctx context.Context, to io.Writer, src Source, o *Order, m *meter) error {
		row, fill := reflect.TypeFor[register.View](), fillDossiers
		if o.What == Events {
			row, fill = reflect.TypeFor[Event](), fillEvents
		}
		t, err := begin(to, columnsOf(row))
		if err != nil {
			return err
		}
		if err := fill(ctx, t, src, o, m); err != nil {
			return err
		}
		return t.close()
	}
}

func fillDossiers(ctx context.Context, t table, src Source, o *Order, m *meter) error {
	for h, err := range dossiers(ctx, src, o) {
		if err != nil {
			return err
		}
		if o.came(&h.View) {
			if err := t.write(reflect.ValueOf(&h.View).Elem()); err != nil {
				return err
			}
		}
		m.passed(&h)
	}
	return nil
}

func fillEvents(ctx context.Context, t table, src Source, o *Order, m *meter) error {
	for h, err := range histories(ctx, src, o) {
		if err != nil {
			return err
		}
		err := h.events(o, func(_ *domain.Event, row *Event) error { return t.write(reflect.ValueOf(row).Elem()) })
		if err != nil {
			return err
		}
		m.passed(&h)
	}
	return nil
}

// column is one field of a row's struct.
type column struct {
	name     string
	field    int
	kind     kind
	optional bool // absent where it has its zero value
}

// kind is what a column holds.
type kind uint8

const (
	kindText kind = iota
	kindInteger
	kindTruth
	kindInstant
	kindJSON // an object or array, as its text
)

var (
	textual = reflect.TypeFor[encoding.TextMarshaler]()
	instant = reflect.TypeFor[time.Time]()
	anyJSON = reflect.TypeFor[jsontext.Value]()
)

// columnsOf returns the columns of a row: its fields in their order, under their
// names in JSON. Whatever a later row has more becomes a column by itself.
func columnsOf(row reflect.Type) []column {
	var all []column
	for i := range row.NumField() {
		f := row.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "" || name == "-" {
			continue
		}
		all = append(all, column{name: name, field: i, kind: kindOf(f.Type), optional: strings.Contains(rest, "omitzero")})
	}
	return all
}

func kindOf(t reflect.Type) kind {
	switch {
	case t == instant:
		return kindInstant
	case t == anyJSON:
		return kindJSON
	case t.Implements(textual), t.Kind() == reflect.String:
		return kindText
	case t.Kind() == reflect.Bool:
		return kindTruth
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64:
		return kindInteger
	}
	return kindJSON
}

// text returns what a row says in the column; empty where it says nothing.
func (c *column) text(row reflect.Value) (string, error) {
	v := row.Field(c.field)
	if c.optional && v.IsZero() {
		return "", nil
	}
	switch c.kind {
	case kindInstant:
		return v.Interface().(time.Time).Format(time.RFC3339Nano), nil
	case kindInteger:
		return strconv.FormatInt(integer(v), 10), nil
	case kindTruth:
		return strconv.FormatBool(v.Bool()), nil
	case kindJSON:
		b, err := jsonOf(v)
		return string(b), err
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		return string(b), err
	}
	return v.String(), nil
}

func integer(v reflect.Value) int64 {
	if v.CanInt() {
		return v.Int()
	}
	return integerOf(v.Uint())
}

// integerOf returns a position as the formats have integers.
func integerOf(n uint64) int64 { return int64(n) } // positions do not come near 2^63

func jsonOf(v reflect.Value) ([]byte, error) {
	if raw, ok := v.Interface().(jsontext.Value); ok {
		return raw, nil
	}
	b, err := marshal(v.Interface())
	if err != nil {
		return nil, fmt.Errorf("a column can't be written: %w", err)
	}
	return b, nil
}
