#include <openssl/crypto.h>
#include <openssl/evp.h>

// SHA-256 wherever libcrypto has one. A configuration that asks for approved algorithms only is about secrets; a digest here
// tells one file from another. OpenSSL's legacy getter gives one that cannot be begun then, so that it is looked for in a
// context of its own, for which no configuration is read.
static inline const EVP_MD *hipzoo_sha256(void) {
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
  const EVP_MD *fetched = EVP_MD_fetch(NULL, "SHA2-256", NULL);
  OSSL_LIB_CTX *own = fetched ? NULL : OSSL_LIB_CTX_new();
  if (own) fetched = EVP_MD_fetch(own, "SHA2-256", NULL);
  if (fetched) return fetched;
#endif
  return EVP_sha256();
}
