package domain

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Evolve writes to the lists of a dossier, whichever they are: a copy has each of
// them for itself.
func TestClone_hasEveryListForItself(t *testing.T) {
	var d Dossier
	fields := reflect.ValueOf(&d).Elem()
	lists := 0
	for i := range fields.NumField() {
		f := reflect.NewAt(fields.Field(i).Type(), fields.Field(i).Addr().UnsafePointer()).Elem()
		if f.Kind() == reflect.Slice {
			f.Set(reflect.MakeSlice(f.Type(), 2, 3))
			lists++
		}
	}
	c := d.Clone()
	if diff := cmp.Diff(&d, c, everything); diff != "" {
		t.Error(diff)
	}
	copied := reflect.ValueOf(c).Elem()
	for i := range fields.NumField() {
		if f := fields.Field(i); f.Kind() == reflect.Slice && f.Pointer() == copied.Field(i).Pointer() {
			t.Errorf("%s is shared", fields.Type().Field(i).Name)
		}
	}
	if lists < 9 {
		t.Errorf("%d lists were looked at", lists)
	}
}
