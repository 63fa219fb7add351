package source

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSheets_names(t *testing.T) {
	t.Parallel()
	w := workbookText{sheets: map[string]string{"People": row(1, text("people")), "2": row(1, text("two")), "Old people": row(1, text("old"))}}
	w.order = []string{"People", "2", "Old people"}
	folder := t.TempDir()
	for name, content := range map[string][]byte{"people.xlsx": w.bytes(t), "people.csv": []byte("id,name\n")} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	names, err := Sheets(filepath.Join(folder, "people.xlsx"))
	if want := []string{"People", "2", "Old people"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("the workbook has the sheets %q (%v), want %q", names, err, want)
	}
	for _, name := range []string{"people.csv", "nothing.xlsx"} {
		if names, err := Sheets(filepath.Join(folder, name)); err == nil {
			t.Errorf("%s has the sheets %q", name, names)
		}
	}
}
