import Crypto
package import Foundation
import JOSE

/// A place in a list of cases: after which case to read on. The case may be one that the reader may not know of, so the place
/// is told encrypted, and it holds for the same reader and the same question only: nobody can make one of their own and see
/// what lies behind it.
extension Keyring {
  /// - Parameter question: what is asked, by whom.
  package func place(after id: UUID, in question: [String]) throws(StoreError) -> String {
    try place(id.data, in: question)
  }

  /// - Parameter place: as the list has it.
  package func place(_ place: Data, in question: [String]) throws(StoreError) -> String {
    try AuthenticatedCipher.seal(place, key: places, at: code(places, question)).base64URL
  }

  /// The case that the reader goes on after; `nil` for a text that was not given out for this question.
  package func position(_ place: String, in question: [String]) -> UUID? {
    guard let plain = data(of: place, in: question), plain.count == 16 else { return nil }
    return plain.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }

  /// What ``place(_:in:)`` was made of; `nil` for a text that was not given out for this question.
  package func data(of place: String, in question: [String]) -> Data? {
    guard place.utf8.count <= 100, let sealed = Data(base64URL: place) else { return nil }
    // A text of another's or for another question is as wrong as any other text.
    return try? AuthenticatedCipher.open(sealed, key: places, at: code(places, question), "a place in a list")
  }
}
