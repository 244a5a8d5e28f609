#include <openssl/evp.h>

// SHA-256 wherever libcrypto has one. A configuration that asks for approved algorithms only is about secrets; a digest here
// tells one file from another, and OpenSSL's legacy getter would give one that cannot be begun.
static inline const EVP_MD *hipzoo_sha256(void) {
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
  const EVP_MD *fetched = EVP_MD_fetch(NULL, "SHA2-256", "-fips");
  if (fetched) return fetched;
#endif
  return EVP_sha256();
}
