// Drives the vendor's SDK for Go by the steps of files. ../README.md says how.
package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/stytchauth/stytch-go/v18/stytch/b2b/b2bstytchapi"
	"github.com/stytchauth/stytch-go/v18/stytch/config"
	"github.com/stytchauth/stytch-go/v18/stytch/consumer/stytchapi"
	"github.com/stytchauth/stytch-go/v18/stytch/stytcherror"
)

type step struct {
	Call, HTTP, TOTP, Error string
	With                    json.RawMessage
	As                      map[string]string
	Save                    map[string]string
}

// recorder keeps the last response, to be decoded a second time without tolerance for unknown names.
type recorder struct{ body []byte }

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	r.body, err = io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(r.body))
	return response, err
}

var last = &recorder{}
var origin, projectID, secret = os.Getenv("BASE_URL"), os.Getenv("PROJECT_ID"), os.Getenv("SECRET")
var operations = map[string]reflect.Value{}
var values = map[string]string{"project_id": projectID, "run": strconv.FormatInt(time.Now().UnixMilli(), 36)}

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// collect finds the operations below a client, by their path: "organizations.members.create".
func collect(prefix string, client reflect.Value) {
	for i := 0; prefix != "" && i < client.NumMethod(); i++ {
		operations[prefix+plain(client.Type().Method(i).Name)] = client.Method(i)
	}
	for i := 0; i < client.Elem().NumField(); i++ {
		field := client.Elem().Type().Field(i)
		if field.IsExported() && field.Type.Kind() == reflect.Pointer && strings.HasSuffix(field.Type.String(), "Client") {
			collect(prefix+plain(field.Name)+".", client.Elem().Field(i))
		}
	}
}

// decode fills a value from JSON. Structs of the SDK that no operation sends as they are have no names for JSON.
func decode(from json.RawMessage, into reflect.Value) error {
	named := map[string]json.RawMessage{}
	if kind := into.Type().Elem(); kind.Kind() == reflect.Pointer && kind.Elem().Kind() == reflect.Struct && json.Unmarshal(from, &named) == nil {
		if _, wraps := kind.Elem().FieldByName("Body"); wraps {
			named = map[string]json.RawMessage{"body": from, "maxtokenage": json.RawMessage("300000000000")}
		}
		for name, value := range named {
			named[strings.ReplaceAll(name, "_", "")] = value
		}
		from, _ = json.Marshal(named)
	}
	return json.Unmarshal(from, into.Interface())
}

// arguments are those of an operation, after its context.
func arguments(operation reflect.Type, s step) (filled []reflect.Value, err error) {
	named := map[string]json.RawMessage{}
	if err = json.Unmarshal(s.With, &named); err != nil {
		return nil, err
	}
	for i := 0; i < operation.NumIn(); i++ {
		want, from := operation.In(i), s.With
		optional := operation.IsVariadic() && i == operation.NumIn()-1
		switch {
		case optional && s.As == nil:
			return filled, nil
		case optional:
			want = want.Elem()
			from, _ = json.Marshal(map[string]any{"authorization": map[string]string{
				"SessionToken": s.As["session_token"], "SessionJWT": s.As["session_jwt"]}})
		case want.String() == "context.Context":
			filled = append(filled, reflect.ValueOf(context.Background()))
			continue
		case want.Kind() == reflect.Interface:
			filled = append(filled, reflect.ValueOf(&map[string]any{}))
			continue
		case want.Kind() == reflect.Map:
			from = json.RawMessage("{}")
		case want == reflect.TypeOf(time.Minute):
			from = json.RawMessage("300000000000")
		case want.Kind() == reflect.String:
			from = named["session_jwt"]
		case strings.HasSuffix(want.String(), ".AuthorizationCheck"):
			if from = named["authorization_check"]; from == nil {
				from = json.RawMessage("null")
			}
		}
		value := reflect.New(want)
		if err = decode(from, value); err != nil {
			return nil, err
		}
		filled = append(filled, value.Elem())
	}
	return filled, nil
}

// call returns the decoded response, or the type of a refusal that the SDK decoded.
func call(operation reflect.Value, s step) (response any, refusal string, err error) {
	if s.With == nil {
		s.With = json.RawMessage("{}")
	}
	filled, err := arguments(operation.Type(), s)
	if err != nil {
		return nil, "", err
	}
	last.body = nil
	results := operation.Call(filled)
	err, _ = results[1].Interface().(error)
	var refused stytcherror.Error
	var oauth stytcherror.OAuth2Error
	if errors.As(err, &refused) && refused.RequestID != "" && refused.ErrorMessage != "" && refused.ErrorURL != "" {
		return nil, string(refused.ErrorType), nil
	} else if errors.As(err, &oauth) && oauth.ErrorMessage != "" {
		return nil, string(oauth.ErrorType), nil
	} else if err != nil {
		return nil, "", err
	}
	strict := json.NewDecoder(bytes.NewReader(last.body))
	strict.DisallowUnknownFields()
	if err := strict.Decode(reflect.New(results[0].Type()).Interface()); err != nil && err != io.EOF && !strings.HasSuffix(plain(s.Call), "local") {
		fmt.Println("unknown to the SDK:", s.Call, err)
	}
	return results[0].Interface(), "", nil
}

// control calls an endpoint of the sandbox itself.
func control(s step) (answer any, err error) {
	method, path, _ := strings.Cut(s.HTTP, " ")
	request, err := http.NewRequest(method, origin+path, bytes.NewReader(s.With))
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(projectID, secret)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if err = json.NewDecoder(response.Body).Decode(&answer); err == nil && response.StatusCode != 200 {
		err = fmt.Errorf("%d %v", response.StatusCode, answer)
	}
	return answer, err
}

// at reads "members.0.member_id".
func at(value any, path string) string {
	encoded, _ := json.Marshal(value)
	for _, name := range strings.Split(path, ".") {
		object, list := map[string]json.RawMessage{}, []json.RawMessage{}
		if index, err := strconv.Atoi(name); err == nil && json.Unmarshal(encoded, &list) == nil && index < len(list) {
			encoded = list[index]
		} else if json.Unmarshal(encoded, &object) == nil {
			encoded = object[name]
		}
	}
	text := ""
	_ = json.Unmarshal(encoded, &text)
	return text
}

func totp(shared string) string {
	key, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(shared)
	counter := hmac.New(sha1.New, key)
	_ = binary.Write(counter, binary.BigEndian, time.Now().Unix()/30)
	sum := counter.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1000000)
}

// run makes one step, and returns what it answered with.
func run(s step) (refusal string, err error) {
	var answer any
	if s.TOTP != "" {
		values["totp"] = totp(s.TOTP)
	} else if s.HTTP != "" {
		answer, err = control(s)
	} else {
		answer, refusal, err = call(operations[plain(s.Call)], s)
	}
	if err == nil && refusal != s.Error {
		err = fmt.Errorf("answered %q in place of %q", refusal, s.Error)
	}
	for name, path := range s.Save {
		if values[name] = at(answer, path); err == nil && values[name] == "" {
			err = errors.New("no " + path)
		}
	}
	return refusal, err
}

func main() {
	var api any
	var err error
	if client := (&http.Client{Transport: last}); os.Args[1] == "b2b" {
		api, err = b2bstytchapi.NewClient(projectID, secret,
			b2bstytchapi.WithBaseURI(origin), b2bstytchapi.WithFraudBaseURI(origin), b2bstytchapi.WithHTTPClient(client))
	} else {
		api, err = stytchapi.NewClient(projectID, secret,
			stytchapi.WithBaseURI(origin), stytchapi.WithFraudBaseURI(origin), stytchapi.WithHTTPClient(client))
	}
	if err != nil {
		panic(err)
	}
	collect("", reflect.ValueOf(api))
	outcomes, faults, variable := map[string]bool{}, 0, regexp.MustCompile(`\{(\w+)\}`)
	for _, file := range os.Args[2:] {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		for number, template := range strings.Split(strings.TrimSpace(string(text)), "\n") {
			filled := variable.ReplaceAllStringFunc(template, func(name string) string {
				value, known := values[name[1:len(name)-1]]
				if !known {
					return name
				}
				escaped, _ := json.Marshal(value)
				return string(escaped[1 : len(escaped)-1])
			})
			var s step
			if err := json.Unmarshal([]byte(filled), &s); err != nil {
				panic(err)
			}
			if _, known := operations[plain(s.Call)]; s.Call != "" && !known {
				fmt.Println("not in this SDK:", s.Call)
				continue
			}
			refusal, err := run(s)
			if err != nil {
				faults++
				fmt.Printf("FAULT %s:%d %s%s: %v\n", file, number+1, s.Call, s.HTTP, err)
			} else if s.Call != "" {
				outcomes[plain(s.Call)] = outcomes[plain(s.Call)] || refusal == ""
			}
		}
	}
	succeeded := 0
	for name := range operations {
		if ok, called := outcomes[name]; !called {
			faults++
			fmt.Println("not called:", name)
		} else if ok {
			succeeded++
		}
	}
	fmt.Printf("Go %s, %s: %d of %d operations, %d of them succeeded, %d faults\n",
		config.APIVersion, os.Args[1], len(outcomes), len(operations), succeeded, faults)
	if faults > 0 {
		os.Exit(1)
	}
}
