package cendyn

import "rollcall/providers"

// The effects of the fields whose writing does more than write.
const (
	consent  = "changes consent data"
	delivery = "changes what the contact is sent"
)

// fields are the known fields, in the order of the page.
var fields = []providers.Field{
	{Name: "device_id", Effect: "assigns the contact to that device"},
	{Name: "name_first"},
	{Name: "name_last"},
	{Name: "email", Form: providers.Email},
	{Name: "phone_countrycode", Form: providers.PhoneCode},
	{Name: "phone_number", Form: providers.PhoneNational, Note: "checked against phone_countrycode when both are given"},
	{Name: "phone", Form: providers.PhoneE164},
	{Name: "city"},
	{Name: "country", Note: "the page says neither code nor name: free text"},
	{Name: "region"},
	{Name: "zip"},
	{Name: "full_address"},
	{Name: "born_date", Form: providers.DateTime},
	{Name: "gender", Form: providers.Enum, Options: []string{"MALE", "FEMALE"}},
	{Name: "language", Form: providers.LanguageUpper},
	{Name: "user_id", Note: "the contact's key in your own system"},
	{Name: "facebook_id"},
	{Name: "facebook_friends", Form: providers.Integer},
	{Name: "google_id"},
	{Name: "twitter_id"},
	{Name: "twitter_followers", Form: providers.Integer},
	{Name: "tags", Form: providers.List, Note: "whether the tags replace or join the present ones is not documented"},
	{Name: "last_latitude", Form: providers.Number, Note: "-90 to 90"},
	{Name: "last_longitude", Form: providers.Number, Note: "-180 to 180"},
	{Name: "list_subscriptions[list_id]", Effect: delivery, Note: "goes with list_subscriptions[subscribed]"},
	{Name: "list_subscriptions[subscribed]", Form: providers.Boolean, Effect: delivery, Note: "true subscribes the contact to the list"},
	{Name: "list_subscriptions", Keyed: true, Form: providers.Boolean, Effect: delivery, Note: "the key is the id of a list; true subscribes"},
	{Name: "channel_subscriptions[channel]", Form: providers.Enum, Options: channelNames, Effect: delivery, Note: "goes with channel_subscriptions[blacklisted]"},
	{Name: "channel_subscriptions[blacklisted]", Form: providers.Boolean, Effect: "true opts the contact OUT of the channel"},
	{Name: "channel_subscriptions", Keyed: true, Keys: channelNames, Form: providers.Boolean, Effect: "true opts the contact OUT of the channel"},
	{Name: "gdpr_marketing_consent", Form: providers.Boolean, Effect: consent},
	{Name: "gdpr_accept_terms", Form: providers.Boolean, Effect: consent},
	{Name: "gdpr_date", Form: providers.DateTime, Effect: consent},
	{Name: "gdpr_remote_ip", Effect: consent, Note: "an IPv4 or IPv6 address"},
}

var channelNames = []string{"email", "sms", "push"}
