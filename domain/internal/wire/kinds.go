package wire

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// kind writes and reads the values of one type. Values are addressable, and empty
// before they are read.
type kind interface {
	isZero(v reflect.Value) bool
	append(dst []byte, v reflect.Value) ([]byte, error)
	read(from *Input, v reflect.Value) bool
}

// Compact is a type that writes and reads its JSON form itself: AppendJSON appends
// what its MarshalJSON returns, ReadJSON reads that and nothing else.
type Compact interface {
	json.Marshaler
	json.Unmarshaler
	AppendJSON(dst []byte) []byte
	ReadJSON(text []byte) bool
}

// methods are those by which a type says its own JSON form.
var methods = []reflect.Type{
	reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.MarshalerTo](),
	reflect.TypeFor[json.Unmarshaler](), reflect.TypeFor[json.UnmarshalerFrom](),
	reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
}

// kindOf returns how values of the type are written and read.
func kindOf(t reflect.Type) kind {
	pointer := reflect.PointerTo(t)
	switch {
	case t == reflect.TypeFor[time.Time]():
		return instant{}
	case pointer.Implements(reflect.TypeFor[Compact]()):
		return compact{}
	case slices.ContainsFunc(methods, pointer.Implements):
		return other{}
	}
	switch t.Kind() {
	case reflect.String:
		return text{}
	case reflect.Bool:
		return truth{}
	case reflect.Int, reflect.Int64:
		return number{}
	case reflect.Struct:
		if o, ok := objectOf(t); ok {
			return o
		}
	case reflect.Slice:
		if kindOf(t.Elem()) == (text{}) {
			return texts{}
		}
	case reflect.Pointer:
		if o, ok := kindOf(t.Elem()).(object); ok {
			return optional{o}
		}
	}
	return other{}
}

// isZero asks the type's own method where it has one.
func isZero(v reflect.Value) bool {
	if z, ok := v.Addr().Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}

type text struct{}

func (text) isZero(v reflect.Value) bool { return v.Len() == 0 }

func (text) append(dst []byte, v reflect.Value) ([]byte, error) {
	return jsontext.AppendQuote(dst, v.String())
}

func (text) read(from *Input, v reflect.Value) bool {
	b, ok := from.text()
	v.SetString(from.Words.of(b))
	return ok
}

// texts is a list of texts.
type texts struct{}

func (texts) isZero(v reflect.Value) bool { return v.IsNil() }

func (texts) append(dst []byte, v reflect.Value) (_ []byte, err error) {
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = (text{}).append(dst, v.Index(i)); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

func (texts) read(from *Input, v reflect.Value) bool {
	if !from.Is("[") {
		return false
	}
	list := reflect.MakeSlice(v.Type(), 0, 1)
	for more := !from.Is("]"); more; more = from.Is(",") {
		list = reflect.Append(list, reflect.Zero(v.Type().Elem()))
		if !(text{}).read(from, list.Index(list.Len()-1)) {
			return false
		}
	}
	v.Set(list)
	return list.Len() == 0 || from.Is("]")
}

type truth struct{}

func (truth) isZero(v reflect.Value) bool { return !v.Bool() }

func (truth) append(dst []byte, v reflect.Value) ([]byte, error) {
	return strconv.AppendBool(dst, v.Bool()), nil
}

func (truth) read(from *Input, v reflect.Value) bool {
	v.SetBool(from.Is("true"))
	return v.Bool() || from.Is("false")
}

type number struct{}

func (number) isZero(v reflect.Value) bool { return v.Int() == 0 }

func (number) append(dst []byte, v reflect.Value) ([]byte, error) {
	return strconv.AppendInt(dst, v.Int(), 10), nil
}

func (number) read(from *Input, v reflect.Value) bool {
	n, ok := from.number()
	v.SetInt(n)
	return ok
}

type instant struct{}

func (instant) isZero(v reflect.Value) bool { return v.Addr().Interface().(*time.Time).IsZero() }

func (instant) append(dst []byte, v reflect.Value) ([]byte, error) {
	return AppendTime(dst, *v.Addr().Interface().(*time.Time))
}

func (instant) read(from *Input, v reflect.Value) bool {
	return from.Time(v.Addr().Interface().(*time.Time))
}

// AppendTime appends the instant in quotes, in RFC 3339.
func AppendTime(dst []byte, t time.Time) ([]byte, error) {
	dst, err := t.AppendText(append(dst, '"'))
	return append(dst, '"'), err
}

// optional is a pointer to a struct.
type optional struct{ object }

func (optional) isZero(v reflect.Value) bool { return v.IsNil() }

func (o optional) append(dst []byte, v reflect.Value) ([]byte, error) {
	if v.IsNil() {
		return append(dst, "null"...), nil
	}
	return o.object.append(dst, v.Elem())
}

func (o optional) read(from *Input, v reflect.Value) bool {
	v.Set(reflect.New(v.Type().Elem()))
	return o.object.read(from, v.Elem())
}

// compact leaves the value to its own methods.
type compact struct{}

func (compact) isZero(v reflect.Value) bool { return isZero(v) }

func (compact) append(dst []byte, v reflect.Value) ([]byte, error) {
	return v.Addr().Interface().(Compact).AppendJSON(dst), nil
}

func (compact) read(from *Input, v reflect.Value) bool {
	raw, ok := from.value()
	return ok && v.Addr().Interface().(Compact).ReadJSON(raw)
}

// other leaves the value to package json.
type other struct{}

func (other) isZero(v reflect.Value) bool { return isZero(v) }

func (other) append(dst []byte, v reflect.Value) ([]byte, error) {
	b, err := json.Marshal(v.Addr().Interface(), json.Deterministic(true))
	return append(dst, b...), err
}

func (other) read(from *Input, v reflect.Value) bool {
	raw, ok := from.value()
	return ok && !from.Said && json.Unmarshal(raw, v.Addr().Interface()) == nil
}
