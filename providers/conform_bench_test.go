package providers

import (
	"fmt"
	"testing"
)

func BenchmarkConformEmail(b *testing.B) {
	buffer := make([]byte, 0, 64)
	for b.Loop() {
		buffer, _ = (&Field{Form: Email}).Conform(buffer[:0], text("ann.lee@mail.example.com"), nil)
	}
}

func BenchmarkParseEmail(b *testing.B) {
	for b.Loop() {
		_ = parseEmail("ann.lee@mail.example.com")
	}
}

func BenchmarkConformText(b *testing.B) {
	buffer := make([]byte, 0, 64)
	for b.Loop() {
		buffer, _ = (&Field{}).Conform(buffer[:0], text("Ann-Marie O'Neil"), nil)
	}
}

func BenchmarkConformPhone(b *testing.B) {
	buffer, reading := make([]byte, 0, 64), &Reading{Region: "MY"}
	for b.Loop() {
		buffer, _ = (&Field{Form: PhoneE164}).Conform(buffer[:0], text("012-345 6789"), reading)
	}
}

// BenchmarkConformPhoneColumn is a column in which each number stands five times,
// 4,000 rows apart.
func BenchmarkConformPhoneColumn(b *testing.B) {
	buffer, reading, field, i := make([]byte, 0, 64), &Reading{Region: "MY"}, &Field{Form: PhoneE164}, 0
	for b.Loop() {
		number := i%4000 + i/20_000*4000
		i++
		var err error
		if buffer, err = field.Conform(buffer[:0], text(fmt.Sprintf("012-34%05d", number%100_000)), reading); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkConformCountryName(b *testing.B) {
	buffer := make([]byte, 0, 64)
	for b.Loop() {
		buffer, _ = (&Field{Form: Country}).Conform(buffer[:0], text("United Kingdom"), nil)
	}
}

func BenchmarkConformNumberWithSigns(b *testing.B) {
	buffer, reading := make([]byte, 0, 64), signs(b, ",", ".")
	for b.Loop() {
		buffer, _ = (&Field{Form: Number}).Conform(buffer[:0], text("1.234,50"), &reading)
	}
}

func BenchmarkConformPhoneAlwaysNew(b *testing.B) {
	for b.Loop() {
		_, _, _ = phone(phoneKey{form: PhoneE164, region: "MY", text: "012-345 6789"})
	}
}
