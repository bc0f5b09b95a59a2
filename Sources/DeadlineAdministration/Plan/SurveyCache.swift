import CaseCore
import Foundation
import SettingsStore
import Synchronization

/// A page of the cases in which a plan changes something, with the plan that it is of.
public struct SettingsPlanPage: Sendable {
  public static let size = 100

  public var plan: SettingsPlan
  public var cases: [PlannedSettings]
  /// How many cases come before the next page; `nil` when there is none.
  public var next: Int?
}

/// A plan as it was computed, with what is needed to show its cases again without looking at all the others.
struct KeptSurvey: Sendable {
  let number: Int64
  let plan: SettingsPlan
  let next: DeadlineSettings
  let cases: [(id: UUID, digest: Data, region: String)]
}

extension KeptSurvey {
  init(_ survey: SettingsService.Survey) {
    self.init(
      number: survey.proposal.number,
      plan: survey.plan,
      next: survey.next,
      cases: survey.ground.changing
    )
  }
}

/// The plans that were looked at last, by their digests: whoever asks for the next page gets one of the same plan, and not
/// all cases are counted anew for it. A case takes some 150 bytes.
final class SurveyCache: Sendable {
  private struct Item {
    var survey: KeptSurvey
    var until: ContinuousClock.Instant
  }

  private static let lifetime = Duration.seconds(600)
  private let mostPlans: Int
  private let mostCases: Int
  /// The last one was looked at last.
  private let items = Mutex<[Item]>([])

  init(mostPlans: Int = 8, mostCases: Int = 200_000) {
    self.mostPlans = mostPlans
    self.mostCases = mostCases
  }

  func keep(_ survey: SettingsService.Survey) { keep(KeptSurvey(survey)) }

  func keep(_ survey: KeptSurvey) {
    let until = ContinuousClock.now + Self.lifetime
    items.withLock { items in
      items.removeAll { $0.until < .now || $0.survey.plan.digest == survey.plan.digest }
      items.append(Item(survey: survey, until: until))
      while items.count > mostPlans || items.reduce(0, { $0 + $1.survey.cases.count }) > mostCases {
        items.removeFirst()
      }
    }
  }

  /// What was approved is an open proposal no more.
  func forget(_ number: Int64) { items.withLock { $0.removeAll { $0.survey.number == number } } }

  func survey(_ digest: String, of number: Int64) -> KeptSurvey? {
    items.withLock { items in
      items.first { $0.survey.plan.digest == digest && $0.survey.number == number && $0.until > .now }?.survey
    }
  }
}
