import Development
import Foundation
import OrderedCollections
import StrictJSON

/// What it sends by itself.
extension ModelPartner {
  /// After so long without an answer a message is sent again. A real client waits for minutes.
  static let patience = Duration.seconds(10)
  /// For so long a number may stay away. A real client waits for five minutes.
  static let gapPatience = Duration.seconds(2)

  func ask(_ subject: Question.Subject) async throws {
    let (address, isSystem) =
      switch subject {
      case .read(let id): ("/v1/casussen/\(id)", false)
      case .availableCommands(let id): ("/v1/casussen/\(id)/mogelijkheden", false)
      case .events(let range): ("/v1/gebeurtenissen?vanaf=\(range.lowerBound)&tot=\(range.upperBound)", true)
      case .standing: ("/v1/gebeurtenissen/stand", true)
      }
    let token = isSystem ? nil : try await tokens.token(of: "lezer")
    let id = UUID()
    outgoing.append(Outgoing(id: id, body: try seal.question(address, id: id, token: token)))
    questions[id] = Question(subject: subject, askedAt: .now)
    counts.questions += 1
  }

  func send(_ command: SentCommand, copies: Int, spread: Duration? = nil) {
    for copy in 1...copies {
      // The last one comes late, perhaps after the answer.
      let isLate = copy == copies && spread != nil
      outgoing.append(
        Outgoing(id: command.id, body: command.message, notBefore: isLate ? spread.map { .now + $0 } : nil)
      )
    }
    commands[command.id]?.sentAt = .now
  }

  func give(_ body: JSON, by person: String, on subject: String?) async throws {
    let id = UUID()
    let token = try await tokens.token(of: person)
    let message = try seal.command(body, id: id, case: subject, token: token)
    let command = SentCommand(
      id: id,
      name: [body["onderdeel"]?.string, body["opdracht"]?.string].compactMap(\.self).joined(separator: "/"),
      subject: subject,
      message: message
    )
    commands[id] = command
    unsettled.append(id)
    counts.commands += 1
    send(command, copies: 3, spread: .milliseconds(Int.random(in: 0...3_000, using: &random)))
  }

  // MARK: - What stayed away

  func sendAgain() async throws {
    let late = ContinuousClock.now - Self.patience
    for command in unsettled.compactMap({ commands[$0] }) where command.sentAt < late {
      guard !outgoing.contains(where: { $0.id == command.id }) else { continue }
      if command.outcome(numbers) == nil { counts.sentAgain += 1 }
      send(command, copies: 1)
    }
    for (id, question) in questions where question.askedAt < late {
      guard !outgoing.contains(where: { $0.id == id }) else { continue }
      questions[id] = nil
      if case .read(let subject) = question.subject {
        cases[subject]?.isAsked = false
        cases[subject]?.isDirty = true
      }
    }
  }

  func askForMissing() async throws {
    if !isResting, .now - standingAskedAt > .seconds(5), !isAsking({ $0 == .standing }) {
      standingAskedAt = .now
      try await ask(.standing)
    }
    guard let first = numbers.missing(atMost: 1).first else {
      gap = nil
      gapSize = 20
      return
    }
    guard let gap, gap.first == first else {
      gap = (first, .now)
      return
    }
    let isAsked = isAsking { if case .events = $0 { true } else { false } }
    guard .now - gap.since > Self.gapPatience, !isAsked else { return }
    self.gap = (first, .now)
    counts.askedAgain += 1
    try await ask(.events(first...first + gapSize - 1))
  }

  func readDirty() async throws {
    for (subject, known) in cases where known.isDirty && !known.isAsked {
      cases[subject]?.isDirty = false
      cases[subject]?.isAsked = true
      try await ask(.read(subject))
    }
  }

  private func isAsking(_ isMeant: (Question.Subject) -> Bool) -> Bool {
    questions.values.contains { isMeant($0.subject) }
  }

  // MARK: - What people do

  func act() async throws {
    try await giveChosen()
    let waiting = unsettled.count { commands[$0]?.outcome(numbers) == nil }
    guard isActing, nextAct <= .now, waiting < 2 else { return }
    nextAct = .now + .milliseconds(Int.random(in: 200...500, using: &random))
    let known = cases.filter { $0.value.view != nil }.keys.sorted()
    if let subject = known.randomElement(using: &random), Int.random(in: 0..<5, using: &random) > 0 {
      if !isAsking({ if case .availableCommands = $0 { true } else { false } }) {
        try await ask(.availableCommands(subject))
      }
    } else if let line = scenarioCommands.beginnings.randomElement(using: &random) {
      try await give(scenarioCommands.beginning(line), by: line.person, on: nil)
    }
  }

  /// Chooses one of the commands that are possible.
  func choose(on subject: String, from body: JSON) {
    let possible = (body["mogelijkheden"]?.items ?? []).filter { available in
      available["codes"]?.items?.isEmpty ?? false
        && scenarioCommands.lines[available["opdracht"]?.string ?? ""] != nil
    }
    guard isActing, let available = possible.randomElement(using: &random),
      let line = scenarioCommands.lines[available["opdracht"]?.string ?? ""]?.randomElement(using: &random)
    else { return }
    chosen = (scenarioCommands.body(line, for: available), line.person, subject)
  }

  private func giveChosen() async throws {
    guard let (body, person, subject) = chosen else { return }
    chosen = nil
    try await give(body, by: person, on: subject)
  }
}
