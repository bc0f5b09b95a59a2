import Development
import Foundation
import OrderedCollections
import StrictJSON

/// What comes from its queue.
extension ModelPartner {
  func take(_ body: [UInt8]) {
    counts.deliveries += 1
    do {
      try handle(JSONReader.read(body, within: .ofAnswers))
    } catch {
      faults.append("\(name): an event that cannot be read: \(error)")
    }
  }

  /// Handles an event once, by its id.
  /// - Returns: whether it was new.
  @discardableResult
  func handle(_ event: JSON) throws -> Bool {
    guard let id = event["id"]?.string, let type = event["type"]?.string, let epoch = event["tijdperk"]?.string,
      let start = event["tijdperkbegin"]?.string.flatMap(Int64.init)
    else { throw PartnerSeal.NotOurs(description: "no event") }
    learn(.init(name: epoch, start: start))
    guard let number = event["sequence"]?.string.flatMap(Int64.init) else {
      if let last = event["data"]?["laatste"]?.integer { numbers.tell(.init(epoch: epoch, number: last)) }
      return false
    }
    let place = EventNumbers.Place(epoch: followsEpochs ? epoch : "", number: number)
    guard numbers.note(place) else {
      counts.outdated += 1
      return false
    }
    // One that was not confirmed before a restore comes again within the new epoch: then its answer holds there.
    let former = handled.updateValue(place, forKey: id)
    guard former == nil || former?.epoch != place.epoch else {
      counts.duplicates += 1
      return false
    }
    if former == nil { counts.events += 1 }
    try handle(event, id: id, type: type, at: place)
    return former == nil
  }

  private func handle(_ event: JSON, id: String, type: String, at place: EventNumbers.Place) throws {
    switch type {
    case "nl.casusregie.opdracht.afgehandeld": try answered(event, id: id, at: place)
    case "nl.casusregie.vraag.beantwoord": try told(event)
    case "nl.casusregie.opdracht.onleesbaar": faults.append("\(name): a message of it could not be read")
    default:
      if let subject = event["subject"]?.string { cases[subject, default: KnownCase()].isDirty = true }
    }
  }

  /// With a new epoch, what was answered from its first number on is answered no more, and every case is read again.
  func learn(_ epoch: EventNumbers.Epoch) {
    guard followsEpochs else {
      _ = numbers.learn(.init(name: "", start: 1))
      return
    }
    let before = numbers
    guard numbers.learn(epoch) else { return }
    for (id, command) in commands {
      guard let outcome = command.outcome(before), command.outcome(numbers) == nil else { continue }
      commands[id]?.takenBack += 1
      commands[id]?.passed = 0
      if !outcome.isPassing { counts.takenBack += 1 }
      unsettled.append(id)
      send(command, copies: 3)
    }
    for subject in cases.keys { cases[subject]?.isDirty = true }
    standingAskedAt = .now - .seconds(60)
  }

  private func answered(_ event: JSON, id: String, at place: EventNumbers.Place) throws {
    let content = try seal.answer(event)
    guard let command = event["causationid"]?.string.flatMap(UUID.init(uuidString:)), let sent = commands[command]
    else { throw PartnerSeal.NotOurs(description: "an answer to a command that was not given") }
    counts.answers += 1
    let answer = SentCommand.Answer(place: place, content: content)
    let isFirst = sent.outcome(numbers)?.isPassing ?? true
    commands[command]?.answers[id] = answer
    if answer.isPassing {
      commands[command]?.passed += 1
      // Soon again, and not at once.
      commands[command]?.sentAt = .now - Self.patience + .seconds(1)
    } else if isFirst {
      progress.answered()
      if let subject = content["id"]?.string { cases[subject, default: KnownCase()].isDirty = true }
    }
    if commands[command]?.isSettled(numbers) ?? true { unsettled.remove(command) }
  }

  private func told(_ event: JSON) throws {
    let content = try seal.answer(event)
    guard let id = event["causationid"]?.string.flatMap(UUID.init(uuidString:)),
      let question = questions.removeValue(forKey: id)
    else { return }
    let (status, body) = (content["status"]?.integer, content["inhoud"] ?? .null)
    switch question.subject {
    case .read(let subject): read(subject, status, body)
    case .availableCommands(let subject): if status == 200 { choose(on: subject, from: body) }
    case .events(let range): try again(range, status, body)
    case .standing:
      for epoch in body["tijdperken"]?.items ?? [] {
        if let name = epoch["tijdperk"]?.string, let start = epoch["tijdperkbegin"]?.string.flatMap(Int64.init) {
          learn(.init(name: name, start: start))
        }
      }
      if let epoch = body["tijdperk"]?.string, let last = body["laatste"]?.integer {
        numbers.tell(.init(epoch: followsEpochs ? epoch : "", number: last))
      }
    }
  }

  private func read(_ subject: String, _ status: Int64?, _ body: JSON) {
    cases[subject]?.isAsked = false
    switch status {
    case 200: cases[subject]?.view = Self.view(body)
    case 404, 410: cases[subject]?.view = nil
    default: cases[subject]?.isDirty = true
    }
  }

  /// What of a case is held against what is read over REST.
  static func view(_ body: JSON) -> String {
    JSON.object(["revisie": body["revisie"] ?? .null, "fase": body["fase"] ?? .null]).text
  }

  private func again(_ range: ClosedRange<Int64>, _ status: Int64?, _ body: JSON) throws {
    if body["code"] == "answer-too-large" {
      gapSize = max(1, Int64(range.count) / 2)
      guard range.count == 1, let epoch = numbers.epochs.last else { return }
      // Only the answer to a question is so large: that one is asked anew.
      counts.tooLarge += 1
      _ = numbers.note(.init(epoch: epoch.name, number: range.lowerBound))
    }
    guard status == 200 else { return }
    for event in body["gebeurtenissen"]?.items ?? [] where try handle(event) { counts.recovered += 1 }
  }
}
