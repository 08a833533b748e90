<?php

// Drives the vendor's SDK for PHP by the steps of b2b.jsonl or consumer.jsonl; README.md says how.

declare(strict_types=1);

use Stytch\Core\StytchException;
use Stytch\Shared\MethodOptions\Authorization;

require getenv('GUZZLE') . '/autoload.php';
spl_autoload_register(function (string $class): void {
    $folders = ['Stytch\\' => getenv('SDK') . '/src/', 'Firebase\\JWT\\' => getenv('JWT') . '/src/'];
    foreach ($folders as $prefix => $folder) {
        if (str_starts_with($class, $prefix)) {
            require $folder . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
        }
    }
});

$vertical = $argv[1];
$asynchronous = ($argv[2] ?? '') === 'async';
$sdkName = $asynchronous ? 'PHP async' : 'PHP';
$baseUrl = getenv('BASE_URL');
$steps = array_map(fn ($line) => json_decode($line, true), file(__DIR__ . "/../$vertical.jsonl"));

function plain(string $name): string
{
    return strtolower(str_replace('_', '', $name));
}

/** Methods below a client, by their path without underscores: organizations.members.create. */
function operations(object $owner, array $path, bool $asynchronous): array
{
    $found = [];
    $reflected = new ReflectionObject($owner);
    foreach ($reflected->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        $name = $method->name;
        if ($method->isConstructor() || str_ends_with($name, 'Async')) {
            continue;
        }
        $chosen = $asynchronous && method_exists($owner, "{$name}Async") ? "{$name}Async" : $name;
        $found[implode('.', array_map(plain(...), [...$path, $name]))] = [$owner, $chosen];
    }
    foreach ($reflected->getProperties(ReflectionProperty::IS_PUBLIC) as $part) {
        $found += operations($part->getValue($owner), [...$path, $part->name], $asynchronous);
    }
    return $found;
}

function call(array $method, array $step): object
{
    $arguments = (new ReflectionMethod(...$method))->getNumberOfParameters() === 0 ? [] : [$step['with'] ?? []];
    if (isset($step['as'])) {
        $session = $step['as'];
        $arguments[] = [new Authorization($session['session_token'] ?? null, $session['session_jwt'] ?? null)];
    }
    $result = $method(...$arguments);
    return $result instanceof GuzzleHttp\Promise\PromiseInterface ? $result->wait() : $result;
}

function http(array $step, string $baseUrl): array
{
    [$method, $path] = explode(' ', $step['http']);
    $options = isset($step['with']) ? ['json' => $step['with']] : [];
    $response = (new GuzzleHttp\Client())->request($method, $baseUrl . $path, $options);
    return json_decode((string) $response->getBody(), true);
}

function totp(string $secret): string
{
    $letters = array_flip(str_split('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'));
    $bits = implode('', array_map(fn ($letter) => sprintf('%05b', $letters[$letter]), str_split($secret)));
    $key = implode('', array_map(fn ($octet) => chr(bindec($octet)), str_split($bits, 8)));
    $digest = hash_hmac('sha1', pack('J', intdiv(time(), 30)), $key, true);
    $number = unpack('N', substr($digest, ord($digest[19]) & 15, 4))[1] & 0x7fffffff;
    return sprintf('%06d', $number % 1_000_000);
}

function fill(mixed $value, array $values): mixed
{
    if (is_array($value)) {
        return array_map(fn ($inner) => fill($inner, $values), $value);
    }
    $missing = fn ($name) => throw new RuntimeException("no step saved $name");
    $put = fn ($match) => (string) ($values[$match[1]] ?? $missing($match[1]));
    return is_string($value) ? preg_replace_callback('/\{(\w+)\}/', $put, $value) : $value;
}

function find(mixed $result, string $path): mixed
{
    foreach (explode('.', $path) as $key) {
        // Properties of the SDK's objects are in camel case, those of JSON in snake case.
        $names = array_map(fn ($name) => plain((string) $name), array_keys($result));
        $result = array_combine($names, $result)[plain($key)] ?? throw new RuntimeException("the result has no $path");
    }
    return $result;
}

$kind = $vertical === 'b2b' ? Stytch\B2B\Client::class : Stytch\Consumer\Client::class;
$sdk = new $kind(getenv('PROJECT_ID'), getenv('SECRET'), fraudEnvironment: $baseUrl, customBaseUrl: $baseUrl);
$known = operations($sdk, [], $asynchronous);
$values = $called = $skipped = $counts = $faults = [];

// A value of the wrong type is a fault, and so is one that is missing.
set_error_handler(fn (int $level, string $message) => throw new ErrorException($message));

foreach ($steps as $template) {
    $name = plain($template['call'] ?? '');
    $faulty = in_array('PHP', $template['faulty'] ?? [], true);
    if ($faulty || ($name !== '' && !isset($known[$name]))) {
        $group = $faulty ? 'faulty in this SDK' : 'not in this SDK';
        $counts[$group] = ($counts[$group] ?? 0) + 1;
        $skipped[$name] = true;
        continue;
    }
    $outcome = null;
    try {
        $step = fill(array_diff_key($template, ['save' => 0, 'faulty' => 0]), $values);
        if (isset($step['totp'])) {
            $values['totp'] = totp($step['totp']);
            continue;
        }
        $result = $name === '' ? http($step, $baseUrl) : json_decode(json_encode(call($known[$name], $step)), true);
        foreach ($template['save'] ?? [] as $saved => $path) {
            $values[$saved] = find($result, $path);
        }
    } catch (StytchException $error) {
        $data = $error->getErrorData();
        $outcome = $data['error_type'] ?? $data['error'] ?? $error->getMessage();
    } catch (Throwable $error) {
        $outcome = $error::class . ": {$error->getMessage()}";
    }
    if ($name !== '') {
        $called[$name] = true;
        $group = $outcome === null ? '200' : 'error';
        $counts[$group] = ($counts[$group] ?? 0) + 1;
    }
    if ($outcome !== ($template['error'] ?? null)) {
        $faults[] = json_encode($template) . ": $outcome";
    }
}

$left = array_keys(array_diff_key($known, $called, $skipped));
$version = Stytch\Version::VERSION;
echo "$sdkName $version, $vertical: ", count($called), ' of ', count($known), ' operations, ', json_encode($counts), "\n";
foreach ($left as $name) {
    echo "not called: $name\n";
}
foreach ($faults as $fault) {
    echo "FAULT $fault\n";
}
exit($left || $faults ? 1 : 0);
