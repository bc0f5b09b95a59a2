import Foundation
import StoreBase

/// The end of the journal of settings, sealed: how many entries there are, the hash of the last, and how many of them approved
/// something. What holds is read from here, for everything else in the database can be changed by whoever has it.
package struct SettingsHead: Equatable {
  var number: Int64
  var hash: Data
  /// Of the settings.
  var revision: Int64
  var seal = Data()

  static let none = SettingsHead(number: 0, hash: JournalRow.origin, revision: 0)

  /// What its seal is made of.
  var sealed: Data {
    var digest = ChainHash("casusregie settings head 1")
    digest.add(number)
    digest.add(hash)
    digest.add(revision)
    return digest.finalize()
  }
}
