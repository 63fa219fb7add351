package all_test

import (
	"strings"

	"rollcall/contact"
	"rollcall/providers"
)

// A drill is an update of everything that the sandbox's account has, and what is
// known of that account.
type drill struct {
	settings providers.Settings
	contact  string
	fields   map[string]string // by name; a custom one behind a hash
	untold   []string          // sent, but not to be compared
	lost     []string          // shown in a way that cannot be sent again
	account  providers.Identity
	has      []string // fields of the account
}

var drills = map[string]drill{
	"cellcast": {
		contact: "674D9650b000000000000000",
		fields: map[string]string{
			"Number": `"+61400000000"`, "First Name": `"John"`, "Last Name": `"O'Neil"`, "Email": `"john@example.com"`,
			"Birthday": `"1990-05-14"`, "Address": `"1 Main St, Sydney"`, "Postal Code": `"0200"`, "Gender": `"male"`,
			"#Points": `12.50`, "#Member": `true`, "#Since": `"2020-02-29"`,
		},
		lost:    []string{"Number"},
		account: providers.Identity{ID: "sandbox@example.com", Name: "Sandbox"},
		has:     []string{"Address", "Birthday", "Email", "First Name", "Gender", "Last Name", "Number", "Postal Code", "#Member", "#Points", "#Since"},
	},
	"telecmi": {
		contact: "d3b07384-d113-4ec5-a5ae-be81d6e3c239",
		fields: map[string]string{
			"phone_no": `"919200000001"`, "first_name": `"John"`, "last_name": `"Smith \"JJ\""`,
			"email_id": `"john@example.com"`, "company": `"Acme\nCorp"`, "job_title": `"Engineer"`,
		},
	},
	"cendyn": {
		settings: providers.Settings{"account_id": "550aac3da096734ce50000aa", "region": "us"},
		contact:  "550aac3da096734ce5000001",
		fields: map[string]string{
			"device_id": `"d-1"`, "name_first": `"John"`, "phone_countrycode": `"44"`, "phone_number": `"7712345678"`,
			"phone": `"+447712345678"`, "zip": `"00123"`, "born_date": `"1990-01-01T00:00:00Z"`, "gender": `"MALE"`, "language": `"ES"`,
			"facebook_friends": `12`, "tags": `["a","b"]`, "last_latitude": `27.994401`, "gdpr_accept_terms": `false`,
			"list_subscriptions[550aac3da096734ce5000101]": `true`, "channel_subscriptions[sms]": `true`,
			"channel_subscriptions[channel]": `"email"`, "channel_subscriptions[blacklisted]": `false`,
			"#nights": `2`, "#vip": `true`, "#last_stay": `"2020-02-29"`, "#loyalty_tier": `"Gold"`,
		},
		untold:  []string{"channel_subscriptions[channel]", "channel_subscriptions[blacklisted]"},
		account: providers.Identity{ID: "550aac3da096734ce50000aa"},
		has:     []string{"list_subscriptions", "list_subscriptions[list_id]", "#last_stay", "#loyalty_tier", "#nights", "#room_preference", "#vip"},
	},
	"aelyst": {
		contact: "email:old@example.com",
		fields: map[string]string{
			"firstName": `"Muhammad"`, "lastName": `null`, "phone": `"+60123456789"`, "email": `"new@example.com"`, "language": `"ms"`,
			"profilePic": `"https://example.com/a.png"`, "countryCode": `"MY"`, "#Company Website": `"https://example.com"`,
			"#Joined": `"2020-02-29"`, "#Points": `12.50`, "#Plan": `"Pro"`, "#VIP": `false`, "#Notes": `null`, "#Call Time": `"13:00"`,
		},
		account: providers.Identity{Name: "jane.doe@email.com"},
		has:     []string{"#Call Time", "#Company Website", "#Joined", "#Notes", "#Plan", "#Points", "#VIP", "#Work Email"},
	},
	"callbell": {
		contact: "414a6d692bd645ed803f2e7ce360d4c8",
		fields: map[string]string{
			"name": `"Joe"`, "tags": `["VIP","Call back"]`, "assigned_user": `"jane.doe@email.com"`, "unassign_user": `false`,
			"team_uuid": `"b1b2c3d4e5f60718293a4b5c6d7e8f90"`, "bot_status": `"bot_end"`, "note": `""`,
			"#orderNumber": `"12.50"`, "#zipCode": `"0123"`, "#Plan": `"Pro"`, "#Interests": `["News","Offers"]`, "#Birthday": `"1990-05-14"`,
		},
		lost:    []string{"unassign_user"},
		account: providers.Identity{ID: "jane.doe@email.com", Name: "Jane Doe"},
	},
}

// update returns the update of the drill, its fields in any order.
func (d drill) update() contact.Update {
	u := contact.Update{Contact: d.contact}
	for name, value := range d.fields {
		bare, custom := strings.CutPrefix(name, "#")
		u.Fields = append(u.Fields, contact.Field{Name: bare, Custom: custom, Value: []byte(value)})
	}
	return u
}

func marked(name string, custom bool) string {
	if custom {
		return "#" + name
	}
	return name
}
