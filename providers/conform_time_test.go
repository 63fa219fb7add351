package providers

import (
	"strings"
	"testing"
	"time"
)

func TestConformTime(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	reads := func(patterns ...string) Reading { return Reading{Layouts: mustLayouts(patterns...)} }
	runConform(t, []conformCase{
		{name: "date", field: Field{Form: Date}, cell: text("1990-05-14"), want: `"1990-05-14"`},
		{name: "leap day", field: Field{Form: Date}, cell: text("2024-02-29"), want: `"2024-02-29"`},
		{name: "no leap day", field: Field{Form: Date}, cell: text("2023-02-29"), fault: "no date in the calendar"},
		{name: "year zero", field: Field{Form: Date}, cell: text("0000-01-01"), fault: "no date in the calendar"},
		{name: "another order", field: Field{Form: Date}, cell: text("14/05/1990"), fault: "YYYY-MM-DD"},
		{name: "serial", field: Field{Form: Date}, cell: number("33007"), fault: "YYYY-MM-DD"},
		{name: "no time in a date", field: Field{Form: Date}, cell: text("1990-05-14 10:00"), fault: "YYYY-MM-DD"},
		{name: "day first", field: Field{Form: Date}, cell: text("03/04/2024"), reading: reads("DD/MM/YYYY"), want: `"2024-04-03"`},
		{name: "day first is not guessed", field: Field{Form: Date}, cell: text("04/13/2024"), reading: reads("DD/MM/YYYY"), fault: "no date in the calendar"},
		{name: "31 February", field: Field{Form: Date}, cell: text("31/02/2024"), reading: reads("DD/MM/YYYY"), fault: "no date in the calendar"},
		{name: "one digit", field: Field{Form: Date}, cell: text("3.4.2024"), reading: reads("D.M.YYYY"), want: `"2024-04-03"`},
		{name: "two digits for one", field: Field{Form: Date}, cell: text("13.12.2024"), reading: reads("D.M.YYYY"), want: `"2024-12-13"`},
		{name: "fixed width", field: Field{Form: Date}, cell: text("3/4/2024"), reading: reads("DD/MM/YYYY"), fault: "DD/MM/YYYY"},
		{name: "in order", field: Field{Form: Date}, cell: text("20240403"), reading: reads("YYYY-MM-DD", "YYYYMMDD"), want: `"2024-04-03"`},
		{name: "list says all", field: Field{Form: Date}, cell: text("x"), reading: reads("YYYY-MM-DD", "YYYYMMDD"), fault: "YYYY-MM-DD or YYYYMMDD"},
		{name: "time of a date is told", field: Field{Form: Date}, cell: text("2024-04-03 23:59"), reading: reads("YYYY-MM-DD HH:mm"), want: `"2024-04-03"`},
		{name: "rfc 3339", field: Field{Form: DateTime}, cell: text("1990-01-01T02:00:00+02:00"), want: `"1990-01-01T00:00:00Z"`},
		{name: "zulu and fraction", field: Field{Form: DateTime}, cell: text("1990-01-01T00:00:00.250Z"), want: `"1990-01-01T00:00:00.25Z"`},
		{name: "blank between", field: Field{Form: DateTime}, cell: text("1990-01-01 10:20:30"), want: `"1990-01-01T10:20:30Z"`},
		{name: "no seconds", field: Field{Form: DateTime}, cell: text("1990-01-01T10:20"), want: `"1990-01-01T10:20:00Z"`},
		{name: "bare date", field: Field{Form: DateTime}, cell: text("1990-01-01"), want: `"1990-01-01T00:00:00Z"`},
		{name: "zone", field: Field{Form: DateTime}, cell: text("2024-07-01 10:00"), reading: Reading{Zone: berlin}, want: `"2024-07-01T08:00:00Z"`},
		{name: "offset beats zone", field: Field{Form: DateTime}, cell: text("2024-07-01T10:00:00Z"), reading: Reading{Zone: berlin}, want: `"2024-07-01T10:00:00Z"`},
		{name: "hour that does not exist", field: Field{Form: DateTime}, cell: text("2024-03-31 02:30"), reading: Reading{Zone: berlin}, fault: "does not exist in Europe/Berlin"},
		{
			name: "hour that comes twice", field: Field{Form: DateTime}, cell: text("2024-10-27 02:30"), reading: Reading{Zone: berlin},
			fault: "comes twice in Europe/Berlin, for the clocks were put back over it: write it with its offset, as 2024-10-27T02:30:00+02:00 or 2024-10-27T02:30:00+01:00",
		},
		{name: "the first of them", field: Field{Form: DateTime}, cell: text("2024-10-27T02:30:00+02:00"), reading: Reading{Zone: berlin}, want: `"2024-10-27T00:30:00Z"`},
		{name: "the second of them", field: Field{Form: DateTime}, cell: text("2024-10-27T02:30:00+01:00"), reading: Reading{Zone: berlin}, want: `"2024-10-27T01:30:00Z"`},
		{name: "right before", field: Field{Form: DateTime}, cell: text("2024-10-27 01:59:59"), reading: Reading{Zone: berlin}, want: `"2024-10-26T23:59:59Z"`},
		{name: "right behind", field: Field{Form: DateTime}, cell: text("2024-10-27 03:00"), reading: Reading{Zone: berlin}, want: `"2024-10-27T02:00:00Z"`},
		{name: "the hour that was left out is over", field: Field{Form: DateTime}, cell: text("2024-03-31 03:00"), reading: Reading{Zone: berlin}, want: `"2024-03-31T01:00:00Z"`},
		{name: "leaves the calendar", field: Field{Form: DateTime}, cell: text("0001-01-01T00:00:00+02:00"), fault: "years"},
		{name: "offset without colon", field: Field{Form: DateTime}, cell: text("2024-01-01 00:00-0130"), reading: reads("YYYY-MM-DD HH:mmZ"), want: `"2024-01-01T01:30:00Z"`},
		{name: "too fine", field: Field{Form: DateTime}, cell: text("2024-01-01T00:00:00.1234567891Z"), fault: "not written as"},
		{name: "25 o'clock", field: Field{Form: DateTime}, cell: text("2024-01-01 25:00"), fault: "no time of day"},
		{name: "offset out of range", field: Field{Form: DateTime}, cell: text("2024-01-01T00:00:00+24:00"), fault: "not written as"},
		{name: "offset cut off", field: Field{Form: DateTime}, cell: text("2024-01-01T00:00:00+2"), fault: "not written as"},
		{name: "time", field: Field{Form: Time}, cell: text("13:05"), want: `"13:05"`},
		{name: "seconds of nothing", field: Field{Form: Time}, cell: text("13:05:00"), want: `"13:05"`},
		{name: "seconds", field: Field{Form: Time}, cell: text("13:05:09"), fault: "seconds"},
		{name: "one digit hour", field: Field{Form: Time}, cell: text("9:05"), reading: reads("H:mm"), want: `"09:05"`},
		{name: "24:00", field: Field{Form: Time}, cell: text("24:00"), fault: "no time of day"},
	})
}

func TestParseLayout(t *testing.T) {
	t.Parallel()
	for pattern, fault := range map[string]string{
		"": "no date", "//": "no date", "DD/MM/YY": "four digits", "yyyy-MM-DD": "yyyy is not known", "DD MMM YYYY": "names of months", "dd/MM/YYYY": "dd is not known",
		"hh:mm a": "hh is not known", "HH:mm a": "0 to 23", "MM:MM": "twice", "HH:MM:MM": "MM is the month, mm the minute", "YYYYMD": "put something between",
		"DDth": "t is not known", "YYYYY": "four digits", "SS": "SS is not known",
	} {
		if _, err := ParseLayout(pattern); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("the format %q gave %v; want an error with %q", pattern, err, fault)
		}
	}
}

func TestLayoutFits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern string
		form    Form
		fault   string
	}{
		{"DD/MM/YYYY", Date, ""},
		{"DD/MM/YYYY HH:mm", Date, ""},
		{"DD/MM/YYYY", DateTime, ""},
		{"HH:mm:ss", Time, ""},
		{"MM/YYYY", Date, "no YYYY, MM and DD"},
		{"HH:MM", Time, "no HH and mm"},
		{"HH:mmZ", Time, "offset"},
		{"HH:mm", DateTime, "no YYYY"},
		{"YYYY-MM-DD mm", DateTime, "minutes without hours"},
	} {
		layout, err := ParseLayout(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		err = layout.Fits(c.form)
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s for form %d gave %v; want %q", c.pattern, c.form, err, c.fault)
		}
	}
}
