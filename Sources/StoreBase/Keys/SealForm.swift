package import Foundation

/// What the seal of a case says beside its last entry.
package enum SealForm: Hashable, Sendable {
  /// As seals were made before they said more than whether the content was destroyed; they stay valid.
  case plain(isErased: Bool)
  /// The case runs, and its deadlines are counted by this revision of the settings.
  case counted(Int64)
  /// The content was destroyed, and this is the digest of the record of that.
  case destroyed(record: Data)

  /// The first byte tells the forms apart, so that a seal of one is none of another.
  var bytes: Data {
    switch self {
    case .plain(let isErased): Data([isErased ? 1 : 0])
    case .counted(let revision): Data([2]) + withUnsafeBytes(of: revision.bigEndian) { Data($0) }
    case .destroyed(let record): Data([3]) + record
    }
  }
}
