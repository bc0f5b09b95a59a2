import CaseCore

extension NodeReader {
  func decision() -> JointDecision {
    let group = group([
      "label",
      "voters",
      "with",
      "among",
      "field",
      "rule",
      "apart",
      "reasons",
      "disagreement",
      "silence",
    ])
    return JointDecision(
      label: group?.label() ?? "",
      voters: group?.required("voters")?.names() ?? [],
      others: group?.optional("with")?.names() ?? [],
      among: group?.optional("among")?.name(),
      field: group?.required("field")?.name() ?? "",
      rule: group?.optional("rule")?.rule() ?? .unanimous,
      apart: group?.optional("apart")?.word(),
      reasons: group?.optional("reasons")?.names() ?? [],
      disagreement: group?.optional("disagreement")?.name(),
      silence: group?.optional("silence")?.name()
    )
  }

  /// `unanimous`, or `{ quorum: 2 }`.
  private func rule() -> JointDecision.Rule? {
    if isMapping { return group(["quorum"])?.required("quorum")?.count(atLeast: 1).map(JointDecision.Rule.quorum) }
    guard let text = scalar(expecting: "«unanimous» of een quorum") else { return nil }
    if text != "unanimous" { fault("«\(text)» kan hier niet staan. Schrijf unanimous, of { quorum: 2 }.") }
    return .unanimous
  }
}
