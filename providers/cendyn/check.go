package cendyn

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/nyaruka/phonenumbers"

	"rollcall/contact"
	"rollcall/providers"
)

// Check refuses phones that contradict each other, positions off the globe,
// addresses that are no IP addresses, and incomplete subscriptions.
func (p provider) Check(update contact.Update) error {
	checks := []func(contact.Update) error{
		checkPhone, checkPosition, checkRemoteIP, p.checkSubscriptions, checkCustom,
	}
	for _, check := range checks {
		if err := check(update); err != nil {
			return err
		}
	}
	return nil
}

// checkPhone compares the ways in which a row may give its phone number.
func checkPhone(update contact.Update) error {
	code, number := text(update, "phone_countrycode"), text(update, "phone_number")
	if code != "" && number != "" {
		if err := checkParts(update, code, number); err != nil {
			return err
		}
	}
	whole := text(update, "phone")
	if whole == "" {
		return nil
	}
	digits := strings.TrimPrefix(whole, "+")
	agrees := strings.HasPrefix(digits, code) && strings.HasSuffix(digits, number)
	if code != "" && number != "" {
		agrees = digits == code+number
	}
	if !agrees {
		return fault("phone", "%s differs from phone_countrycode %q and phone_number %q: give one way, or both alike", whole, code, number)
	}
	return nil
}

// checkParts compares the country code with the one that the number had in the
// file, for two countries may have the same national number, and with the number.
func checkParts(update contact.Update, code, number string) error {
	for _, f := range update.Fields {
		told := strconv.Itoa(int(f.Country))
		if f.Name == "phone_number" && !f.Custom && f.Country != 0 && told != code {
			return fault("phone_number", "%q is a number of country code %s in the file, but phone_countrycode is %s", number, told, code)
		}
	}
	if !isNational(code, number) {
		return fault("phone_number", "%q is no valid national number of country code %s", number, code)
	}
	return nil
}

// isNational reports whether number is exactly what follows the country code:
// valid, and without a trunk prefix.
func isNational(code, number string) bool {
	parsed, err := phonenumbers.Parse("+"+code+number, "")
	return err == nil && phonenumbers.IsValidNumber(parsed) &&
		strconv.Itoa(int(parsed.GetCountryCode())) == code &&
		phonenumbers.GetNationalSignificantNumber(parsed) == number
}

func checkPosition(update contact.Update) error {
	for _, axis := range []struct {
		name  string
		limit float64
	}{{"last_latitude", 90}, {"last_longitude", 180}} {
		value, ok := providers.Value(update, axis.name)
		if !ok {
			continue
		}
		degrees, err := strconv.ParseFloat(string(value), 64)
		if err != nil || degrees < -axis.limit || degrees > axis.limit {
			return fault(axis.name, "%s is not between -%g and %g", providers.Excerpt(string(value), 60), axis.limit, axis.limit)
		}
	}
	return nil
}

func checkRemoteIP(update contact.Update) error {
	ip := text(update, "gdpr_remote_ip")
	if ip == "" {
		return nil
	}
	if addr, err := netip.ParseAddr(ip); err != nil || addr.Zone() != "" {
		return fault("gdpr_remote_ip", "%q is no IP address", providers.Excerpt(ip, 60))
	}
	return nil
}

func (p provider) checkSubscriptions(update contact.Update) error {
	if err := lists.check(update, p.shape); err != nil {
		return err
	}
	return channels.check(update, p.shape)
}

// checkCustom refuses custom fields in the notation of the subscriptions, which
// must not go out as literal names.
func checkCustom(update contact.Update) error {
	for _, f := range update.Fields {
		name, _, ok := providers.SplitKey(f.Name)
		if ok && f.Custom && (name == lists.name || name == channels.name) {
			return fault(f.Name, "is no custom field: name it under fields")
		}
	}
	return nil
}

// text returns the string that an update has in a field; empty if it has none.
func text(update contact.Update, name string) string {
	value, _ := providers.Value(update, name)
	if jsontext.Value(value).Kind() != '"' {
		return ""
	}
	s, _ := jsontext.AppendUnquote(nil, value) // values in form are valid
	return string(s)
}

func fault(field, format string, args ...any) error {
	return &providers.FieldError{Field: field, Reason: fmt.Sprintf(format, args...)}
}
