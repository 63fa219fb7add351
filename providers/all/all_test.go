package all_test

import (
	"os"
	"slices"
	"testing"

	"rollcall/providers/all"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	var names []string
	for _, d := range all.Definitions() {
		names = append(names, d.Spec.Name)
		if d.New == nil {
			t.Errorf("provider %s cannot be made", d.Spec.Name)
		}
	}
	if want := []string{"cellcast", "telecmi", "cendyn", "aelyst", "callbell"}; !slices.Equal(names, want) {
		t.Errorf("the providers are listed as %v, want %v", names, want)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	for _, d := range all.Definitions() {
		if found, ok := all.Find(d.Spec.Name); !ok || found.Spec != d.Spec {
			t.Errorf("provider %s is not found by its name", d.Spec.Name)
		}
	}
	for _, name := range []string{"", "Cellcast", "nobody"} {
		if d, ok := all.Find(name); ok {
			t.Errorf("the name %q finds %s", name, d.Spec.Name)
		}
	}
}

// TestComplete checks that no provider's folder is left out of the list.
func TestComplete(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() || slices.Contains([]string{"all", "providertest", "testdata"}, e.Name()) {
			continue
		}
		if _, ok := all.Find(e.Name()); !ok {
			t.Errorf("folder %s is no provider of the list", e.Name())
		}
	}
}
