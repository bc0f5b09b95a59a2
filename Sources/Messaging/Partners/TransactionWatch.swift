public import Logging
import StoreBase
import Synchronization

/// Looks for partners that publish in transactions (`tx.select`), which the contract forbids: what they do not commit fills the broker's
/// memory, until it takes messages of nobody. It ends their connections, where it may.
///
/// It asks the management API as a user of its own, not as the administrator of partners: the tag `monitoring` is enough to
/// see, and `administrator` to end connections too.
public struct TransactionWatch: Sendable {
  /// What the partner's client is told.
  static let reason = "transactions (tx.select) are not allowed here: use confirm.select, see docs/partners"

  private let broker: BrokerAdministration
  private let logger: Logger
  private let told = Told()

  public init(_ broker: BrokerAdministration, logger: Logger) {
    (self.broker, self.logger) = (broker, logger)
  }

  /// - Returns: by user of the broker; `nil` while that is not known.
  func check() async -> [String: TransactionUse]? {
    do throws(BrokerAdministrationError) {
      let found = try await broker.transactions()
      told.isOver("look")
      return found
    } catch {
      if told.isNews("look") {
        logger.warning("transactions of partners are not known", metadata: ["error": "\(error)"])
      }
      return nil
    }
  }

  /// Ends the connections of a partner in which it uses transactions. It connects again if it likes, and is found again.
  func end(_ use: TransactionUse, of organisation: String) async {
    for connection in use.connections.sorted() {
      do throws(BrokerAdministrationError) {
        try await broker.closeConnection(connection, because: Self.reason)
        // When it fails some day again, that is news.
        told.isOver(organisation)
        logger.notice(
          "a connection of a partner was ended: it used transactions",
          metadata: ["recipient": "\(organisation)", "uncommitted": "\(use.uncommitted)"]
        )
      } catch {
        // With the tag `monitoring` alone it is refused each time; the alarm goes out all the same.
        if told.isNews(organisation) {
          logger.warning(
            "a connection of a partner could not be ended",
            metadata: ["recipient": "\(organisation)", "error": "\(error)"]
          )
        }
      }
    }
  }

  /// Which of what goes wrong each time was told already.
  private final class Told: Sendable {
    private let subjects = Mutex<Set<String>>([])

    func isNews(_ subject: String) -> Bool { subjects.withLock { $0.insert(subject).inserted } }
    func isOver(_ subject: String) { subjects.withLock { _ = $0.remove(subject) } }
  }
}

extension [String: TransactionUse] {
  /// What all users of one partner have in transactions.
  public func use(of organisation: String) -> TransactionUse {
    filter { PartnerNames.isUser($0.key, of: organisation) }.values.reduce(TransactionUse(), +)
  }
}
