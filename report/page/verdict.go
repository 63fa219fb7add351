package page

import (
	"fmt"
	"strings"

	"rollcall/contact"
	"rollcall/report"
)

// The reasons of a run that stopped because it was a pilot.
const (
	reasonLimit  = "limit"
	reasonSample = "sample"
)

func isPilot(sum report.Summary) bool {
	return sum.State == report.Stopped && (sum.Reason == reasonLimit || sum.Reason == reasonSample)
}

// verdict says in one line how the run went, and what is to be known with it.
func (s *sheet) verdict(sum report.Summary) (line, detail string) {
	switch {
	case isPilot(sum):
		n, rest := s.Rows-sum.Count(contact.NotSent), "sent"
		if s.Kind == "Check" {
			rest = "checked"
		}
		return "Pilot. " + ended(n, s.Bad-sum.Count(contact.NotSent), s.Kind), "The rest of the file has not been " + rest + "."
	case sum.State == report.Stopped:
		return "Stopped " + s.reached(sum), cut(sum.Reason, maxMessage)
	case sum.State == report.Interrupted:
		return "Interrupted " + s.reached(sum), "Somebody ended the run before its end."
	case sum.State == report.Unfinished:
		return "Ended without a word " + s.reached(sum),
			"The process was killed, or is still at work. Rows that were sent and not answered are unknown."
	case s.Rows == 0:
		return "There were no rows", "The file has a header and nothing else."
	}
	return ended(s.Rows, s.Bad, s.Kind), ""
}

// remedy says how the rejects are fed back.
func (s *sheet) remedy(sum report.Summary, rejects string) string {
	before := sum.Remedy(s.Provider)
	switch {
	case s.Kind == "Check":
		return "Correct " + rejects + ", which says of each row what is wrong, and check it again:"
	case !sum.Faultless():
		return "Correct " + rejects + ", which says of each row what is wrong, and feed it back:"
	}
	return strings.ToUpper(before[:1]) + before[1:] + ", feed " + rejects + " back:"
}

// reached says how far a run came that did not come to its end.
func (s *sheet) reached(sum report.Summary) string {
	switch unsent := sum.Count(contact.NotSent); unsent {
	case 0:
		return "after " + rows(s.Rows)
	case s.Rows:
		return "before the first row was sent"
	default:
		return fmt.Sprintf("after %s, %s of them not sent", rows(s.Rows), count(unsent))
	}
}

func ended(total, bad int, kind string) string {
	well, ill := "ended well", "did not end well"
	if kind == "Check" {
		well, ill = "passed the check", "did not pass the check"
	}
	switch {
	case bad > 0:
		return fmt.Sprintf("%s of %s %s", count(bad), rows(total), ill)
	case total == 1:
		return "The row " + well
	}
	return fmt.Sprintf("All %s %s", rows(total), well)
}

// next says what to do, the most urgent first.
func (s *sheet) next(sum report.Summary, next report.Next, rejects string) (list []step) {
	add := func(say, command string) {
		if command == "" {
			list = append(list, step{Say: strings.TrimRight(say, ":.") + "."})
			return
		}
		list = append(list, step{say, strings.Split(cut(command, maxCommand), " ")})
	}
	switch {
	case s.Kind == "Check":
	case isPilot(sum):
		add("Look at these contacts on the platform. If they are right, send the rest:", next.Resume)
	case sum.State == report.Stopped:
		add("Once what stopped it is mended, go on. What is settled is not sent again:", next.Resume)
	case sum.State != report.Finished:
		add("Go on. What is settled is not sent again:", next.Resume)
	}
	switch {
	case sum.Alike() && next.Again != "":
		add("Mend the mapping or the flags, then check again:", next.Again)
	case rejects != "" && sum.Open < sum.Rejected():
		add(s.remedy(sum, rejects), next.Rejects)
	}
	switch valid := sum.Count(contact.Valid); {
	case s.Kind == "Check" && sum.Passed():
		add("Send the "+rows(valid)+" that passed:", next.Send)
	case len(list) == 0 && valid > 0: // it was cut short, or refused for more than its rows
		add("No row is to be sent yet. Check again:", next.Again)
	case len(list) == 0:
		add("Nothing is left to do.", "")
	}
	return list
}
