module sandbox-driver

go 1.18

require github.com/stytchauth/stytch-go/v18 v18.1.0
