import JOSE
import Postgres
import StoreBase
import Synchronization

/// The organisations that send commands over queues, and their keys.
final class InboxOwners: Sendable {
  /// For how long keys are believed: a key that was ended verifies nothing after that.
  private static let lifetime = Duration.seconds(5)

  private let organisations: OrganisationStore
  private let keys: PartnerKeyStore
  private let known = Mutex<[InboxOwner: (keys: OwnerKeys?, until: ContinuousClock.Instant)]>([:])

  init(_ pool: PostgresPool, keyring: Keyring) {
    organisations = OrganisationStore(pool)
    keys = PartnerKeyStore(pool, keyring: keyring)
  }

  func all() async throws(StoreError) -> [InboxOwner] {
    try await organisations.senders().map { sender in
      InboxOwner(number: sender.number, queue: sender.commands)
    }
  }

  /// - Parameter isFresh: looks whatever is believed.
  /// - Returns: `nil` when the organisation has not one of each in force.
  /// - Throws: ``CommandProcessor/Delay/suspended`` for an organisation that is shut out: what it sent before waits.
  func keys(of owner: InboxOwner, isFresh: Bool = false) async throws(CommandProcessor.Delay) -> OwnerKeys? {
    if !isFresh, let known = known.withLock({ $0[owner] }), known.until > .now { return known.keys }
    do {
      if try await organisations.isSuspended(owner.number) { throw CommandProcessor.Delay.suspended }
      let found = OwnerKeys(try await keys.keys(of: owner.number))
      known.withLock { $0[owner] = (found, .now + Self.lifetime) }
      return found
    } catch let delay as CommandProcessor.Delay {
      throw delay
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .store(.corrupt("\(type(of: error))"))
    }
  }
}
