import Crypto
import Foundation

/// Shows that an entry of a ledger is as it was written, and that the last one is the last.
extension Keyring {
  func seal(_ row: LedgerRow) -> Data { seal(row.sealed) }

  func seal(_ head: LedgerHead) -> Data { seal(head.sealed) }

  private func seal(_ digest: Data) -> Data { Data(HMAC<SHA256>.authenticationCode(for: digest, using: settings)) }
}
