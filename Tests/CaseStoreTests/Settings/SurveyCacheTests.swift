import CaseCore
import Foundation
import Testing

@testable import DeadlineAdministration

@Suite("The plans that are kept for their next pages") struct SurveyCacheTests {
  private func survey(_ number: Int64, cases: Int = 100) -> KeptSurvey {
    var plan = SettingsPlan()
    plan.digest = "\(number)"
    let cases = (0..<cases).map { _ in (id: UUID(), digest: Data(), region: "oost") }
    return KeptSurvey(number: number, plan: plan, next: DeadlineSettings(), cases: cases)
  }

  private func kept(_ cache: SurveyCache) -> [Int64] {
    (1...5).filter { cache.survey("\($0)", of: $0) != nil }
  }

  @Test("are the last ones, so many plans and so many cases") func bounds() {
    let (few, small) = (SurveyCache(mostPlans: 3), SurveyCache(mostCases: 250))
    for number in Int64(1)...5 {
      few.keep(survey(number))
      small.keep(survey(number))
    }
    #expect(kept(few) == [3, 4, 5] && kept(small) == [4, 5])
    small.keep(survey(1, cases: 300))
    #expect(kept(small).isEmpty)
    few.forget(4)
    #expect(kept(few) == [3, 5] && few.survey("3", of: 5) == nil)
  }
}
