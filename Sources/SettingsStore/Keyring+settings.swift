import Crypto
import Foundation
import StoreBase

/// Shows that an entry of the journal of settings is as it was written, and that the last one is the last.
extension Keyring {
  func seal(_ row: SettingsRow) -> Data { seal(row.sealed) }

  func seal(_ head: SettingsHead) -> Data { seal(head.sealed) }

  private func seal(_ digest: Data) -> Data { Data(HMAC<SHA256>.authenticationCode(for: digest, using: settings)) }
}
