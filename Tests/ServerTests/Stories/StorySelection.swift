import Demo
import OrderedCollections
import SeededRandom
import WorkflowFiles

/// All stories of a workflow, and which of their commands go over the queue of their sender; the others go over REST.
///
/// Each command goes over a queue at least once from every organisation that gives it, and with every refusal that a story expects of
/// it: votes, the two of four eyes and those who are turned away are among them. Of all the others it is one in so many.
struct StorySelection: Sendable {
  private struct Meaning: Hashable {
    let command: String
    let organisation: String
    let refusal: Scenario.Refused?
  }

  private struct Place: Hashable {
    let story: String
    let step: Int
  }

  let stories: OrderedDictionary<String, Scenario>
  /// What has to come of commands over queues.
  private(set) var expected: Set<QueuedOutcome> = []
  /// How many commands there are, whichever way they go.
  private(set) var commands = 0
  private var chosen: [String: Set<Int>] = [:]

  private static let share = 4

  init(_ folder: ScenarioFolder, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    stories = OrderedDictionary(uniqueKeysWithValues: try folder.names.map { ($0, try folder.scenario($0)) })
    var places: OrderedDictionary<Meaning, [Place]> = [:]
    for (name, story) in stories {
      for (number, step) in story.steps.enumerated() {
        guard let sent = step.command else { continue }
        let refusal = step.expectation.refusal
        let meaning = Meaning(command: sent.name, organisation: sent.organisation, refusal: refusal)
        places[meaning, default: []].append(Place(story: name, step: number))
        expected.insert(QueuedOutcome(sent.name, refusal: refusal?.kind.rawValue))
        commands += 1
      }
    }
    for all in places.values {
      let certain = all.randomElement(using: &random)
      for place in all where place == certain || Int.random(in: 0..<Self.share, using: &random) == 0 {
        chosen[place.story, default: []].insert(place.step)
      }
    }
  }

  /// The steps of a story whose commands go over queues, by their places in it.
  func queued(in story: String) -> Set<Int> { chosen[story] ?? [] }
}
