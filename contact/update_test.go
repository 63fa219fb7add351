package contact

import "testing"

func TestKey(t *testing.T) {
	t.Parallel()
	for _, tt := range [][2]string{
		{"674d9650b000000000000aaa", "674D9650B000000000000AAA"},
		{"d3b07384-d113-4ec5-a5ae-be81d6e3c231", "D3B07384-D113-4EC5-a5ae-be81d6e3c231"},
		{"email:jörg@example.com", "email:JÖRG@Example.com"},
	} {
		if one, other := Key(tt[0]), Key(tt[1]); one != other {
			t.Errorf("%s and %s are two contacts: %s and %s", tt[0], tt[1], one, other)
		}
		u := Update{Contact: tt[1]}
		if u.Key() != Key(tt[0]) || u.Contact != tt[1] {
			t.Errorf("an update of %s goes by %s, to %s", tt[1], u.Key(), u.Contact)
		}
	}
	if Key("id:1") == Key("id:2") {
		t.Error("two contacts are taken for one")
	}
}

func TestKey_allocates(t *testing.T) {
	u := Update{Contact: "d3b07384-d113-4ec5-a5ae-be81d6e3c231"}
	if n := testing.AllocsPerRun(100, func() { _ = u.Key() }); n != 0 {
		t.Errorf("the key of an identifier in lower case takes %g allocations, at every row", n)
	}
}
