package sandbox

import (
	"encoding/binary"
	"net/http"
	"strconv"

	"github.com/cespare/xxhash/v2"
)

// A fault is what the server does instead of answering well.
type fault string

const (
	none      fault = ""
	cut       fault = "reset"     // the connection is reset before anything is done
	lost      fault = "lost"      // the update is applied, then the connection is reset
	truncated fault = "truncated" // the update is applied, the answer is cut short
	html      fault = "html"
	failing   fault = "error"
	queued    fault = "queued"
)

const proxyPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"

// faulty reports whether any fault may strike an update.
func (s *settings) faulty() bool {
	return s.Errors > 0 || s.Queued > 0 || s.Resets > 0 || s.Truncated > 0 || s.HTML > 0
}

// choose returns the fault that strikes a request: one of the connection, by
// its first contact and try, or else one that a contact of it brings along.
func (s *settings) choose(provider string, ids []string, tries []int) fault {
	id, try := ids[0], tries[0]
	switch {
	case s.draw("reset", provider, id, try) < s.Resets:
		if s.draw("applied", provider, id, try) < 0.5 {
			return cut
		}
		return lost
	case s.draw("html", provider, id, try) < s.HTML:
		return html
	case s.draw("truncated", provider, id, try) < s.Truncated:
		return truncated
	}
	for i, id := range ids {
		switch {
		case s.refuses("error", s.Errors, provider, id, tries[i]):
			return failing
		case s.refuses("queued", s.Queued, provider, id, tries[i]):
			return queued
		}
	}
	return none
}

// refuses reports whether a contact is of those that recover after some tries,
// and still has to. A stateless server draws anew for each try.
func (s *settings) refuses(what string, share float64, provider, id string, try int) bool {
	switch {
	case share == 0:
		return false
	case s.Stateless:
		return s.draw(what, provider, id, try) < share
	case s.ErrorTries >= 0 && try >= s.ErrorTries:
		return false
	}
	return s.draw(what, provider, id, 0) < share
}

// draw returns a number from 0 up to 1 that depends on its arguments alone.
func (s *settings) draw(what, provider, id string, try int) float64 {
	b := make([]byte, 0, 128)
	b = binary.LittleEndian.AppendUint64(b, s.Seed)
	b = binary.LittleEndian.AppendUint64(b, uint64(try))
	b = append(append(append(append(b, what...), 0), provider...), 0)
	return float64(xxhash.Sum64(append(b, id...))>>11) / (1 << 53)
}

// strike answers the request in the manner of its fault, if that fault comes
// before the update is applied, and reports whether it did.
func (x *exchange) strike() bool {
	switch x.fault {
	case html:
		x.rows = rowHTML
		x.write(http.StatusBadGateway, "text/html", []byte(proxyPage))
	case failing:
		x.refuse(refusal{http.StatusInternalServerError, x.platform.failure, rowError})
	case queued:
		x.refuse(refusal{x.platform.queued, "Your request cannot be processed at the moment as it is currently in queue. Please try again in a few minutes.", rowQueued})
	default:
		return false
	}
	return true
}

// forget takes the last field out of the changes of contacts that are drawn for
// it.
func (x *exchange) forget(changes []change) {
	s := x.settings
	for i := range changes {
		c := &changes[i]
		switch {
		case s.Forgets == 0 || s.draw("forgets", x.platform.name, c.id, 0) >= s.Forgets:
		case len(c.custom) > 0:
			c.custom = c.custom[:len(c.custom)-1]
		case len(c.fields) > 0:
			c.fields = c.fields[:len(c.fields)-1]
		}
	}
}

// abort resets the connection.
func (x *exchange) abort() {
	x.rows = rowReset
	x.record(0)
	conn, _, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		// A writer without a connection: an answer cut at once comes nearest.
		x.w.Header().Set("Content-Length", "1")
		x.w.WriteHeader(http.StatusOK)
		return
	}
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// truncate promises more of the answer than it sends.
func (x *exchange) truncate(status int, body []byte) {
	x.rows = rowTruncated
	x.record(status)
	h := x.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	x.w.WriteHeader(status)
	_, _ = x.w.Write(body[:len(body)/2])
}
