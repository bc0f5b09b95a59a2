import AMQP
import Crypto
public import Foundation
import Inbox
import JOSE
import LocalServices
import Logging
import OrderedCollections
import Outbox
import SeededRandom
import StoreBase
import StrictJSON

/// Tries out a partner's client against a broker of its own, in place of the service: it plays the events of a story into the
/// partner's queue, loses, doubles and delays some, takes the commands that come, answers them, and says what is wrong with them.
///
/// It says which events were not asked for, and not acknowledged, over the queue. What else a client does with an event nobody sees
/// from here.
public struct ContractKit: Sendable {
  public struct Failure: Error, CustomStringConvertible { public let description: String }

  private let folder: URL
  private let story: String
  private let workflow: String
  private let seed: UInt64
  private let isRestored: Bool
  private let isRefusing: Bool
  private let commands: Int
  private let limit: Duration
  private let patience: Duration
  private let say: @Sendable (String) -> Void

  /// - Parameters:
  ///   - folder: of the client: the kit writes `access.json`, `service.json` and `token` there, and reads its `public.json`.
  ///   - story: a scenario of the workflow in the folder `workflow`.
  ///   - isRestored: whether the database is put back among the events, and once more when the last command comes, so that new epochs begin.
  ///   - isRefusing: whether a command that is well made is refused on purpose.
  ///   - commands: how many different ones to wait for.
  ///   - limit: for how long to wait for the client's keys, and then for its commands.
  ///   - patience: for how long to wait, after the last command, for what the client has to do about events.
  public init(
    folder: URL,
    story: String,
    workflow: String,
    seed: UInt64,
    isRestored: Bool,
    isRefusing: Bool,
    commands: Int,
    limit: Duration,
    patience: Duration,
    say: @escaping @Sendable (String) -> Void
  ) {
    (self.folder, self.story, self.workflow, self.seed) = (folder, story, workflow, seed)
    self.isRefusing = isRefusing
    (self.isRestored, self.commands, self.limit, self.patience) = (isRestored, commands, limit, patience)
    self.say = say
  }

  /// - Returns: whether nothing wrong was found.
  public func run() async throws -> Bool {
    let keyring = try Keyring(text: Keyring.newText(keyName: "kit"))
    let broker = try await KitBroker.start(keyring)
    let connection = AMQPConnection(
      broker.configuration,
      logger: Logger(label: "kit") { _ in SwiftLogNoOpLogHandler() }
    )
    do {
      let isRight = try await run(broker, connection, MessageKeys(keyring))
      await connection.close()
      await broker.server.stop()
      return isRight
    } catch {
      await connection.close()
      await broker.server.stop()
      throw error
    }
  }

  private func run(_ broker: KitBroker, _ connection: AMQPConnection, _ keys: MessageKeys) async throws -> Bool {
    try write(broker.access.text, to: "access.json")
    try write(JSON.object(["keys": .array(keys.published.map(\.json))]).text, to: "service.json")
    say("access.json and service.json are in \(folder.path); waiting for the client's public.json")
    let client = try await clientKeys()
    guard let owner = OwnerKeys(client) else {
      throw Failure(description: "public.json needs a key to sign (sig) and one to encrypt for (enc)")
    }
    try write(try token(boundTo: owner.signing[0]), to: "token")
    var random = SeededGenerator(seed: seed)
    let played = try PlayedStory(story, of: workflow)
    let events = PlayedEvents(played.words, isRestored: isRestored, random: &random)
    var player = KitPlayer(
      events,
      by: KitSender(queue: broker.names.events, publisher: try await connection.makePublisher()),
      keys: keys,
      inbox: InboxOwner(number: KitBroker.partner, queue: broker.names.commands),
      owner: owner,
      reviewing: ContentReview(workflow: played.workflow),
      isRefusing: isRefusing,
      say
    )
    try await player.play()
    tell(of: events)
    let commandsIn = try await connection.consume(broker.names.commands)
    let faults = try await player.take(commands, from: commandsIn, within: limit, patience: patience)
    // It has a moment to read what it was answered.
    try await settle(connection, broker.names.events)
    player.summarize()
    let unread = try await connection.queueInfo(broker.names.events).messageCount
    let all = faults + (unread > 0 ? ["\(unread) events are still in the queue: were they acknowledged?"] : [])
    say(all.isEmpty ? "nothing wrong was found" : "wrong:\n" + all.map { "- \($0)" }.joined(separator: "\n"))
    return all.isEmpty
  }

  private func tell(of events: PlayedEvents) {
    for played in events.epochs {
      let begin = played.epoch.start
      let what =
        begin > 1 ? "put back: a new epoch began with number \(begin)" : "seed \(seed): \(events.told.last) events"
      say("\(what); lost \(played.lost), twice \(played.doubled), late \(played.late) (by their numbers)")
    }
    let obliged = events.obligation.event.sequence
    say(
      "number \(obliged) has to be acknowledged; the case of number \(events.gone) is destroyed before it is asked for"
    )
  }

  /// Waits until the client has read its events and is gone. What it holds without having acknowledged it is not counted, so an
  /// empty queue with somebody at it says nothing yet.
  private func settle(_ connection: AMQPConnection, _ name: String) async throws {
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end {
      let queue = try await connection.queueInfo(name)
      if queue.messageCount == 0, queue.consumerCount == 0 { return }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private func write(_ text: String, to name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
  }

  private func clientKeys() async throws -> [ECPublicKey] {
    let end = ContinuousClock.now + limit
    let file = folder.appending(path: "public.json")
    while ContinuousClock.now < end {
      // Not there yet, or half written.
      if let data = try? Data(contentsOf: file), let set = try? JSONReader.read(Array(data)),
        let keys = set["keys"]?.items?.compactMap(ECPublicKey.init), !keys.isEmpty
      {
        return keys
      }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw Failure(description: "no public.json came into \(folder.path)")
  }

  /// For a person of the partner's, signed by nobody that anyone knows: the kit looks only at what it says.
  private func token(boundTo key: ECPublicKey) throws -> String {
    let claims: JSON = [
      "iss": "https://kit.example", "aud": "casusregie-opdrachten", "sub": "proef",
      "organisatie": .string(KitBroker.partner), "rollen": ["gemeente"],
      "exp": .integer(Int64(Date().timeIntervalSince1970) + 3_600), "cnf": ["jkt": .string(key.thumbprint)],
    ]
    return try SignedMessage.sign(Data(claims.text.utf8), type: "at+jwt", by: P256.Signing.PrivateKey(), named: "kit")
  }
}
