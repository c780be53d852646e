package export

import (
	"encoding"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// rowGroup is how many rows are held until they are written as columns.
const rowGroup = 10_000

// parquetTable is a table of typed columns. The schema is made of the row's
// columns, so that it can't disagree with the other formats.
type parquetTable struct {
	to      *parquet.GenericWriter[any]
	columns []column
	row     reflect.Value // a struct of the schema's own type, filled anew for each row
}

func newParquet(to io.Writer, columns []column) (table, error) {
	fields := make([]reflect.StructField, len(columns))
	for i, c := range columns {
		fields[i] = reflect.StructField{Name: exported(c.name), Type: c.stored(), Tag: reflect.StructTag(`parquet:"` + c.tag() + `"`)}
	}
	row := reflect.New(reflect.StructOf(fields))
	return &parquetTable{
		to: parquet.NewGenericWriter[any](to, parquet.SchemaOf(row.Interface()),
			parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(rowGroup),
			parquet.CreatedBy("dossier", "", "")),
		columns: columns, row: row,
	}, nil
}

// exported makes a Go field's name of a column's.
func exported(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// stored returns the Go type that the column is stored as; a pointer is absent
// where it is nil.
func (c *column) stored() reflect.Type {
	t := map[kind]reflect.Type{
		kindInteger: reflect.TypeFor[int64](), kindTruth: reflect.TypeFor[bool](), kindInstant: instant,
	}[c.kind]
	if t == nil {
		t = reflect.TypeFor[string]()
	}
	if c.absent() {
		t = reflect.PointerTo(t)
	}
	return t
}

// absent reports whether the column may be null: a mark that is left out means
// no, and a number zero.
func (c *column) absent() bool {
	return c.optional && c.kind != kindTruth && c.kind != kindInteger
}

func (c *column) tag() string {
	tag := c.name
	if c.absent() {
		tag += ",optional"
	}
	switch c.kind {
	case kindInstant:
		tag += ",timestamp(millisecond:utc)"
	case kindText:
		tag += ",dict"
	case kindJSON:
		tag += ",json"
	}
	return tag
}

func (t *parquetTable) write(row reflect.Value) error {
	for i := range t.columns {
		c, into := &t.columns[i], t.row.Elem().Field(i)
		into.SetZero()
		from := row.Field(c.field)
		if c.absent() {
			if from.IsZero() {
				continue
			}
			into.Set(reflect.New(into.Type().Elem()))
			into = into.Elem()
		}
		if err := c.store(into, from); err != nil {
			return err
		}
	}
	_, err := t.to.Write([]any{t.row.Interface()})
	return err
}

// store sets the stored value of a column.
func (c *column) store(into, from reflect.Value) error {
	switch c.kind {
	case kindInteger:
		into.SetInt(integer(from))
	case kindTruth:
		into.SetBool(from.Bool())
	case kindInstant:
		into.Set(reflect.ValueOf(from.Interface().(time.Time).UTC()))
	case kindJSON:
		b, err := jsonOf(from)
		into.SetString(string(b))
		return err
	default:
		if m, ok := from.Interface().(encoding.TextMarshaler); ok {
			b, err := m.MarshalText()
			into.SetString(string(b))
			return err
		}
		into.SetString(from.String())
	}
	return nil
}

func (t *parquetTable) close() error { return t.to.Close() }
