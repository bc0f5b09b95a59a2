import Crypto
import Foundation

/// What the broker keeps of passwords.
extension BrokerAdministration {
  /// Whether a user has this password already. One that the broker hashes in a way that is not known here has not.
  func has(_ password: String, _ user: String) async throws(BrokerAdministrationError) -> Bool {
    let saltLength = 4
    guard let kept: KeptPassword = try await management.get(["users", user]),
      let hash = Data(base64Encoded: kept.password_hash), hash.count > saltLength
    else { return false }
    // RabbitMQ hashes salt and password together, and keeps the salt before the hash.
    let salted = hash.prefix(saltLength) + Data(password.utf8)
    return switch kept.hashing_algorithm {
    case "rabbit_password_hashing_sha256": hash.dropFirst(saltLength) == Data(SHA256.hash(data: salted))
    case "rabbit_password_hashing_sha512": hash.dropFirst(saltLength) == Data(SHA512.hash(data: salted))
    default: false
    }
  }

  /// Whether a user can log in with some password.
  func hasPassword(_ user: String) async throws(BrokerAdministrationError) -> Bool {
    let kept: KeptPassword? = try await management.get(["users", user])
    return kept?.password_hash.isEmpty == false
  }
}

/// A password as the management API tells it: hashed.
private struct KeptPassword: Decodable {
  let password_hash: String
  let hashing_algorithm: String
}
