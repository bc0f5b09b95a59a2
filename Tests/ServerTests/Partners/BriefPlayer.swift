import CaseCore
import Development
import Foundation
import OrderedCollections
import Server
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

/// Plays stories over REST for what they leave in a service, and for nothing else: it waits for no delivery, and looks at no more than that
/// each command is carried out. Deadlines that come due on the way are carried out by the command after them, before that. So a story takes
/// half a second.
///
/// The clock must be able to go back (``StoryClock/letTimeGoBack(_:)``).
struct BriefPlayer {
  private struct NotCarriedOut: Error {
    let place: String
    let reason: any Error
  }

  private let installation: Installation
  private let url: String
  private let workflow: Workflow
  private let administration: Administration
  private let tokens: LocalTokens
  private var senders: [Actor: Sender] = [:]

  /// - Parameter url: of the instance.
  init(_ installation: Installation, at url: String, of workflow: Workflow) throws {
    (self.installation, self.url, self.workflow) = (installation, url, workflow)
    administration = try Administration(installation.settings)
    tokens = try LocalTokens(installation.settings)
  }

  /// A story that is under way.
  struct Course {
    let organisations: OrderedDictionary<String, Organisation>
    /// Its cases by their names, each as the organisation that began it knows it.
    fileprivate(set) var id: [String: String] = [:]
    /// The ids under which organisations know each case, by their numbers.
    fileprivate(set) var ids: [String: [String: String]] = [:]

    init(_ story: Scenario) { organisations = story.organisations }
  }

  /// The steps of a story whose commands are carried out, each at its moment.
  static func acts(of story: Scenario) -> [(moment: Instant, step: Scenario.Step)] {
    var now = Instant.min
    return story.steps.compactMap { step in
      switch step.moment {
      case .at(let moment): now = moment
      case .after(let length): now = now.adding(length)
      case .now: break
      }
      return step.command == nil || step.expectation.refusal != nil ? nil : (now, step)
    }
  }

  /// - Returns: the id of the first case, for the organisation that began it.
  /// - Throws: when a command is refused that the story does not expect to be.
  mutating func play(_ story: Scenario) async throws -> String {
    try await StoryClock.setBack(installation)
    var course = Course(story)
    for act in Self.acts(of: story) { try await give(act.step, at: act.moment, in: &course) }
    return try #require(course.id[story.cases.first ?? ""])
  }

  /// Gives one command; others may have been given to other cases in between.
  mutating func give(_ step: Scenario.Step, at moment: Instant, in course: inout Course) async throws {
    try await move(to: moment)
    let sent = try #require(step.command)
    let organisation = try #require(course.organisations[sent.organisation])
    for name in Set(course.id.keys).intersection([step.caseName] + sent.namedCases) {
      try await letTakePart(sent.organisation, organisation, inCase: name, &course)
    }
    do {
      let begins = course.id[step.caseName] == nil
      let body = body(sent, course, for: organisation, begins: begins)
      let id = course.ids[step.caseName]?[organisation.number]
      let answer = try await sender(sent, organisation).give(body, to: id, at: url)
      if begins { course.id[step.caseName] = answer.id }
    } catch {
      throw NotCarriedOut(place: "\(step.file):\(step.line) \(sent.name)", reason: error)
    }
  }

  /// A deadline can make it a party, and whoever is none carries out no deadline: the service does, in its own time.
  private func letTakePart(
    _ name: String,
    _ organisation: Organisation,
    inCase caseName: String,
    _ course: inout Course
  ) async throws {
    guard let id = course.id[caseName], course.ids[caseName]?[organisation.number] == nil else { return }
    var found: [String: String] = [:]
    try await waitFor("\(name) to take part") {
      found = try await ids(ofCase: id)
      return found[organisation.number] != nil
    }
    course.ids[caseName] = found
  }

  func move(to moment: Instant) async throws {
    let distance = moment.microseconds(since: try await administration.now())
    if distance > 0 { try await administration.advance(microseconds: distance) }
  }

  /// - Parameter id: under which one of its parties knows the case.
  private func ids(ofCase id: String) async throws -> [String: String] {
    let rows = try await installation.rows(
      "select organisation, alias from case_party where case_id = (select case_id from case_party where alias = '\(id)')"
    )
    return rows.reduce(into: [:]) { ids, row in
      let columns = row.split(separator: "|").map(String.init)
      ids[columns[0]] = columns[1]
    }
  }

  private func body(
    _ sent: Scenario.SentCommand,
    _ course: Course,
    for organisation: Organisation,
    begins: Bool
  ) -> Data {
    let fields = sent.json(course.organisations, of: workflow, later: 0) {
      course.ids[$0]?[organisation.number] ?? UUID().uuidString.lowercased()
    }
    var body: OrderedDictionary<String, JSON> = ["opdracht": .string(sent.name), "velden": fields]
    body["onderdeel"] = sent.child.map(JSON.string)
    body["grondslag"] = sent.ground.map(JSON.string)
    if begins { body["werkstroom"] = .string(workflow.key) }
    return Data(JSON.object(body).text.utf8)
  }

  private mutating func sender(_ sent: Scenario.SentCommand, _ organisation: Organisation) async throws -> Sender {
    let actor = Actor(subject: sent.person, organisation: organisation.number, roles: [sent.role])
    if let known = senders[actor] { return known }
    let sender = try await Sender(actor.organisation, roles: [sent.role], subject: actor.subject, tokens: tokens)
    senders[actor] = sender
    return sender
  }
}
