import type { JWK } from 'jose';

export const keyId = 'jwk-test-1b84bd22-0280-4ca9-aa2a-1e009ce457a8';

/**
 * Signing key of the sandbox. It is public and fixed, so every start has the same key set and generates no key. The
 * gateway trusts it only while it is connected to the sandbox.
 */
export const signingKey: JWK = {
  kty: 'RSA',
  alg: 'RS256',
  n: 'w5g2WIGB80qjZUHHWVCBaPnLvBKZmVsdz9jkibNNvOdvj9IxstxxwrmULAs6FYFSS2-a7RTyc6MTTs1uduI9pcCZUqTqkZ6wOn0shko5WKe_BgPYc9jRJnV1CJJaunTcSvgqAh4aGco5Ou9zapg5LfgOxGNilFlVmxuqYv3Nl2VU4EdWARSrVOjTywWUMUDZ2ZmJWWnjGoejZ1lQwkULpfFptVW_LhNe3_i9oswvlOWLltpGvrYtiIdNzCHQQYtFPzM1KvVU3_mcFTW-Yk6DS-pQRQQGU8om-P7Pvd9PWhIotOpOEkt1oBQAQV6Nxozo63zU9ATbwmOJjjPN0Md75w',
  e: 'AQAB',
  d: 'BWaWjMStFrXg44YSP-BKzBNAEbL4Lfva5Ucf4fPjGZ9qVsl_Bc-zp6TOkPv3-dAJ7a6CbWylC5X2wOsU010iRqL8ZZ1k7-oDahoHhYDwxG0dVGH9M0J-KlZ9iZcNwK6pYCIqE5TkZs6zddhWxekeHkU5llw7XjOsew2KG65v_TyKqa1yO6hkwI3HdlBWBS7QOTBSb_NEyG62HAn9gQgccsfGHHrS_6ug0zp1N-DJTj-NKCogKxyNvvZkqBBqmsbTRkLSZsQI5srwih4X3NL-yPcDY49S7HU4g7ajYfTr2ZP2g1ILBdNCmftYxXwWDUTIHpO1w-nGIpBrbXUH31vggQ',
  p: '8BIg0sztpALipzoy0d_WmRHkTBVdRhjEGLsjZExSX6rukXFeZw4oKqvF9QLDFtu6Ed8WIjrUcF8DOjkP1BGhJFWi48JljxbkLcbjtI0ORiC8p8WBDnK720HjOqrPGJSynnSzXX-iVRKoKZ-NKZI_dMLD0N8nZv6WvkiKDaSHlEk',
  q: '0JKa-z0PqB681b96xoRWs4nWc8b6D-vEM12nVQ8SCbt9LFFqLTfhLKt443Tb4sM7-Elo4Ix-eh5KwEUq9WXPPhIfgLeNVHAJwVbjhtE5nfAvwioFVUdYSYvEytx4awsdbvbMkGS6fuCOFIivZD0ullCyhD971ij0sGkii7fULq8',
  dp: 'Iu2QRvs3y_f7f_cQs8ZMU6Ltw0AMfQlXZn27rXkJNxAIe7Kx2G6P2314ZKhNOAMp9DWv47UJeXvpXUw2CFW0SzQGafq7ifD7q8lXEcq_--YBbKtolnCM8l6Ir91wGhRwVGuIOR87wALh4oRrJlQ31UYM9VOySOLbjb3CEDAS5bk',
  dq: 'urcTsOgX1Qw3Ri6VTZP5Pd6eMaUmBQyt5sHnY5kLL9U9GGiF4ZcNqHyUyyK5GcZnMD0fey2qp83oYzlIXMjYfxugQg2PotBtmzwakX1J1B7J0krl3VLyMVzDPkuiLUmU_tpHhNf3sE98QdufD-BJjV0Ogp-GT9D4Q9jKiUN22pc',
  qi: 'qNaQHvuYhju0KrY-WTr5PjKEZexbQHhE2dz4S97kAd0zYrjrzMOUFUX-ss2J0nrB7v02tnkRsp9rW6p67wEGhDrIFkWE7Mm9EHIShma7uWxz2cSu0Nk3D-MG4ev-HuJM0KCmqX4dRGzZmrPSXqDmybN0mtHpu0UFCqO3i6lPG8w',
};
