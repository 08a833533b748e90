# frozen_string_literal: true

# Drives the vendor's SDK for Ruby by the steps of b2b.jsonl or consumer.jsonl; README.md says how.

require 'base64'
require 'json'
require 'net/http'
require 'openssl'

$LOAD_PATH.unshift "#{ENV.fetch('SDK')}/lib"
require 'stytch'

VERTICAL = ARGV.fetch(0)
BASE_URL = ENV.fetch('BASE_URL')
STEPS = File.readlines("#{__dir__}/../#{VERTICAL}.jsonl").map { |line| JSON.parse(line) }
# Public methods that are parts of others.
PARTS = %w[
  sessions.marshaljwtintosession m2m.marshaljwtintoresponse m2m.performauthorizationcheck m2m.getjwks
].freeze

def plain(name) = name.to_s.delete('_').downcase

# Methods below a client, by their path without underscores: organizations.members.create.
def operations(owner, path = [])
  owner.class.public_instance_methods(false).reduce({}) do |found, name|
    inner = owner.instance_variable_get("@#{name}")
    next found.merge(operations(inner, [*path, name])) if inner

    full = [*path, name].map { |part| plain(part) }.join('.')
    PARTS.include?(full) ? found : found.merge(full => owner.method(name))
  end
end

def options(method, session)
  kind = "#{method.name.to_s.split('_').map(&:capitalize).join}RequestOptions".downcase
  owner = method.receiver.class
  name = owner.constants.find { |constant| constant.to_s.downcase == kind }
  authorization = Stytch::MethodOptions::Authorization.new(**session.transform_keys(&:to_sym))
  owner.const_get(name).new(authorization: authorization)
end

def call(method, step)
  named = (step['with'] || {}).transform_keys(&:to_sym)
  named[:method_options] = options(method, step['as']) if step['as']
  first = method.parameters.filter_map { |kind, name| name if kind == :req }
  # The only argument without a name is the token that is checked.
  method.call(*first.map { |name| named.delete(name) || named.delete(:access_token) }, **named)
end

def http(step)
  method, path = step['http'].split
  request = Net::HTTP.const_get(method.capitalize).new(path, 'content-type' => 'application/json')
  request.body = JSON.generate(step['with']) if step['with']
  address = URI(BASE_URL)
  response = Net::HTTP.start(address.host, address.port) { |connection| connection.request(request) }
  raise response.body unless response.is_a?(Net::HTTPSuccess)

  JSON.parse(response.body)
end

def totp(secret)
  letters = [*'A'..'Z', *'2'..'7']
  key = [secret.chars.map { |letter| format('%05b', letters.index(letter)) }.join].pack('B*')
  digest = OpenSSL::HMAC.digest('sha1', key, [Time.now.to_i / 30].pack('Q>'))
  format('%06d', (digest[digest[-1].ord & 15, 4].unpack1('N') & 0x7fffffff) % 1_000_000)
end

def fill(value, values)
  case value
  when String then value.gsub(/\{(\w+)\}/) { values.fetch(Regexp.last_match(1)) }
  when Array then value.map { |inner| fill(inner, values) }
  when Hash then value.transform_values { |inner| fill(inner, values) }
  else value
  end
end

def find(result, path) = path.split('.').reduce(result) { |inner, key| inner.fetch(inner.is_a?(Array) ? key.to_i : key) }

sdk = (VERTICAL == 'b2b' ? StytchB2B : Stytch)::Client.new(
  project_id: ENV.fetch('PROJECT_ID'), secret: ENV.fetch('SECRET'), env: BASE_URL, fraud_env: BASE_URL
)
known = operations(sdk)
values = {}
called = []
skipped = []
counts = Hash.new(0)
faults = []

STEPS.each do |template|
  name = plain(template['call'] || '')
  faulty = (template['faulty'] || []).include?('Ruby')
  if faulty || !(name.empty? || known.key?(name))
    counts[faulty ? 'faulty in this SDK' : 'not in this SDK'] += 1
    skipped << name
    next
  end
  begin
    step = template.to_h { |key, value| [key, %w[save faulty].include?(key) ? value : fill(value, values)] }
    next values['totp'] = totp(step['totp']) if step['totp']

    result = name.empty? ? http(step) : call(known[name], step)
    # A local check returns nil for an invalid token.
    raise "returned #{result.inspect}" unless result.is_a?(Hash)

    # The SDK returns an error like any other response.
    outcome = result['error_type'] || result['error'] unless name.empty?
    (template['save'] || {}).each { |saved, path| values[saved] = find(result, path) } unless outcome
  rescue StandardError => e
    outcome = "#{e.class}: #{e.message}"
  end
  unless name.empty?
    called |= [name]
    counts[outcome ? 'error' : '200'] += 1
  end
  faults << "#{template}: #{outcome}" if outcome != template['error']
end

puts "Ruby #{Stytch::VERSION}, #{VERTICAL}: #{called.size} of #{known.size} operations, #{counts}"
left = known.keys - called - skipped
left.sort.each { |name| puts "not called: #{name}" }
faults.each { |fault| puts "FAULT #{fault}" }
exit (left + faults).empty?
