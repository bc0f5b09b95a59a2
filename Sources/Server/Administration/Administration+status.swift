import AMQP
import CaseCore
import Logging
public import Messaging
import Outbox
import StoreBase

/// How partners are, and what can be sent to them again.
extension Administration {
  /// - Parameter number: of one organisation; `nil` for all.
  /// - Returns: by number, and what the broker could not be asked; `nil` when it answered.
  public func status(_ number: String? = nil) async throws -> (partners: [PartnerStatus], brokerFault: String?) {
    let standing = InboxStandingStore(pool)
    let records = PartnerStatus.Records(
      statistics: Dictionary(try await RelayStore(pool).statistics().map { ($0.organisation, $0) }) { $1 },
      waits: Dictionary(try await standing.waits().map { ($0.organisation, $0) }) { $1 },
      refusals: Dictionary(grouping: try await standing.refusals(), by: \.organisation),
      deadLetters: try await deadLetters().counts(),
      readings: try await ReadingStore(pool).all()
    )
    let known = try await organisations().filter { number == nil || $0.organisation.number == number }
    var partners = known.map { PartnerStatus($0, records) }
    do {
      let broker = try settings.brokerAdministration()
      let transactions = try await broker.transactions()
      for (index, registered) in known.enumerated() {
        let use = transactions.use(of: registered.organisation.number)
        (partners[index].transactionalChannels, partners[index].uncommittedMessages) = (use.channels, use.uncommitted)
        partners[index].events = try await broker.depth(of: registered.queue)
        if let queue = registered.formerQueue { partners[index].formerEvents = try await broker.depth(of: queue) }
        if let queue = registered.commands { partners[index].commands = try await broker.depth(of: queue) }
      }
    } catch {
      // What the database knows is told all the same.
      return (partners, "\(error)")
    }
    return (partners, nil)
  }

  /// Puts events into the queue of an organisation again, a page at most.
  /// - Returns: `nil` when there is no such organisation.
  public func replay(to number: String, from first: Int64, to last: Int64) async throws -> EventReplay.Report? {
    guard let known = try await OrganisationStore(pool).find(number) else { return nil }
    let source = EventSource(operatorNumber: settings.service.oin, baseURL: settings.service.url)
    let connection = AMQPConnection(try settings.amqp(), logger: Logs.logger(level: "error"))
    do {
      let replay = EventReplay(EventHistory(pool, from: source), broker: connection)
      let report = try await replay.send(to: number, queue: known.queue, from: first, to: last)
      await connection.close()
      return report
    } catch {
      await connection.close()
      throw error
    }
  }
}
