import Crypto
package import Foundation

/// SHA-256 over a list of values, laid out so that two different lists never give the same bytes: each value is preceded
/// by its length, and an absent one has a length no value can have.
package struct ChainHash {
  private var bytes: [UInt8]
  private static let absent = UInt64.max

  /// - Parameter purpose: what is hashed; the same list for another purpose has another hash.
  package init(_ purpose: String) {
    bytes = Array(purpose.utf8)
    bytes.reserveCapacity(512)
  }

  package mutating func add(_ data: Data) {
    length(UInt64(data.count))
    bytes.append(contentsOf: data)
  }

  package mutating func add(_ text: String?) {
    guard let text else { return length(Self.absent) }
    length(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func add(_ number: Int64?) {
    guard let number else { return length(Self.absent) }
    length(8)
    length(UInt64(bitPattern: number))
  }

  package mutating func add(_ id: UUID) {
    length(16)
    withUnsafeBytes(of: id.uuid) { bytes.append(contentsOf: $0) }
  }

  package func finalize() -> Data { Data(SHA256.hash(data: bytes)) }

  private mutating func length(_ value: UInt64) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
