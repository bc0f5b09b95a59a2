import Foundation
import LocalServices
import Synchronization

/// The database and its standby, which change places.
final class DatabasePair: Sendable {
  private struct Places {
    var primary: LocalPostgres
    var standby: LocalPostgres
  }

  /// Of both, in whatever place they are.
  let ports: [Int]
  /// The one that was added.
  private let added: LocalPostgres
  private let places: Mutex<Places>

  var primary: LocalPostgres { places.withLock(\.primary) }
  var standby: LocalPostgres { places.withLock(\.standby) }

  /// Restarts the database, and makes its standby.
  /// - Parameter folder: of the standby.
  static func make(of primary: LocalPostgres, standbyIn folder: URL) async throws -> DatabasePair {
    try await primary.allowRewind()
    return DatabasePair(primary, try await primary.standby(in: .kept(folder), durability: .durable))
  }

  private init(_ primary: LocalPostgres, _ standby: LocalPostgres) {
    ports = [primary.port, standby.port]
    added = standby
    places = Mutex(Places(primary: primary, standby: standby))
  }

  /// Has the standby take over from a primary that is dead.
  func promote() async throws {
    try await standby.promote()
    places.withLock { ($0.primary, $0.standby) = ($0.standby, $0.primary) }
  }

  /// Stops the one that was added.
  func stop() async { await added.stop() }
}
