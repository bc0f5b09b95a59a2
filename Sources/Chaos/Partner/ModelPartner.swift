import CaseCore
import Development
import Foundation
import OrderedCollections
import SeededRandom
import Server
import StrictJSON

/// A partner's client that keeps to the rules of `docs/events.md` and `docs/partners`, and to nothing else: it has only its queue and
/// its exchange. What it knows survives whatever happens to the rest.
actor ModelPartner {
  /// A message that waits to be published.
  struct Outgoing: Sendable {
    let id: UUID
    let body: [UInt8]
    var notBefore: ContinuousClock.Instant?
  }

  /// What it asked.
  struct Question: Sendable {
    enum Subject: Hashable, Sendable {
      case read(String)
      case availableCommands(String)
      case events(ClosedRange<Int64>)
      case standing
    }

    let subject: Subject
    let askedAt: ContinuousClock.Instant
  }

  /// A case as it was last read.
  struct KnownCase: Sendable {
    /// `nil` when it is not there for us.
    var view: String?
    /// Something happened since it was last asked for.
    var isDirty = true
    var isAsked = false
  }

  let name: String
  let organisation: Organisation
  let link: PartnerLink
  let seal: PartnerSeal
  let scenarioCommands: ScenarioCommands
  let tokens: PartnerTokens
  let progress: Progress
  /// Whether it looks at epochs. One that does not is the control: it misses what happened since a backup.
  let followsEpochs: Bool
  var random: SeededGenerator

  var numbers = EventNumbers()
  /// Where each event that was handled stood, by its id.
  var handled: [String: EventNumbers.Place] = [:]
  var commands: OrderedDictionary<UUID, SentCommand> = [:]
  /// Those that it waits for.
  var unsettled: OrderedSet<UUID> = []
  var questions: [UUID: Question] = [:]
  var cases: [String: KnownCase] = [:]
  var outgoing: [Outgoing] = []
  var counts = PartnerCounts()
  var faults: [String] = []
  var isActing = false
  var isResting = false
  var isPresent = true
  /// What somebody decided to do, until it is sent.
  var chosen: (body: JSON, person: String, subject: String)?
  var nextAct = ContinuousClock.now
  var standingAskedAt = ContinuousClock.now
  /// The first number that is missing, since when, and how many are asked for at a time.
  var gap: (first: Int64, since: ContinuousClock.Instant)?
  var gapSize: Int64 = 20

  init(
    _ name: String,
    _ organisation: Organisation,
    access: PartnerAccess,
    seal: PartnerSeal,
    scenarioCommands: ScenarioCommands,
    tokens: PartnerTokens,
    progress: Progress,
    followsEpochs: Bool,
    seed: UInt64
  ) {
    (self.name, self.organisation, self.seal, self.scenarioCommands) = (name, organisation, seal, scenarioCommands)
    (self.tokens, self.progress, self.followsEpochs) = (tokens, progress, followsEpochs)
    link = PartnerLink(access)
    random = SeededGenerator(seed: seed)
  }

  // MARK: - Running

  /// Until cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.listen() }
      group.addTask { await self.publish() }
      group.addTask { await self.tick() }
    }
    await link.close()
  }

  private func listen() async {
    while !Task.isCancelled {
      if isPresent {
        // Whoever ended the connection, it is made again.
        try? await link.read { await self.take($0) }
      }
      // Ends early only when cancelled, which the loop's condition sees.
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private func publish() async {
    while !Task.isCancelled {
      if let next = next(), await link.publish(next.body, id: next.id.uuidString.lowercased()) {
        published(next)
      } else {
        // As above.
        try? await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// In their order, but for those that come later on purpose.
  private func next() -> Outgoing? { outgoing.first { $0.notBefore.map { $0 <= .now } ?? true } }

  private func published(_ message: Outgoing) {
    if let place = outgoing.firstIndex(where: { $0.id == message.id && $0.notBefore == message.notBefore }) {
      outgoing.remove(at: place)
    }
    commands[message.id]?.copies += 1
    commands[message.id]?.sentAt = .now
    if commands[message.id] != nil { counts.copiesSent += 1 }
  }

  private func tick() async {
    while !Task.isCancelled {
      do {
        try await sendAgain()
        try await askForMissing()
        try await readDirty()
        try await act()
      } catch {
        faults.append("\(name): \(error)")
      }
      // As above.
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  // MARK: - What is done to it

  func setActing(_ isActing: Bool) { self.isActing = isActing }

  /// It reads its queue no more, until it comes back. What it was given and did not acknowledge goes back.
  func leave() async {
    isPresent = false
    await link.hangUp()
  }

  func comeBack() { isPresent = true }
}
