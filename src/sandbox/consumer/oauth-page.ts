/** Sign-in page of a simulated OAuth provider. */

import { escaped } from '../control/escaped.ts';

/** @param query query of the page, repeated in the form's request */
export const providerPage = (provider: string, query: Readonly<Record<string, string>>): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign in at ${provider} (sandbox)</title>
<h1>Sign in at ${provider}</h1>
<p>This is the sandbox, which plays ${provider}. Say who you are there.</p>
<form method="get">
${Object.entries(query)
  .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
  .join('\n')}
<p><label>Email address <input name="email_address" type="email" required></label></p>
<p><label>Name <input name="name"></label></p>
<p><label>Has ${provider} verified the address?
<select name="email_verified"><option value="true">yes</option><option value="false">no</option></select></label></p>
<button>Sign in</button>
</form>
</html>
`;
