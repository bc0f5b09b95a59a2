import CaseCore
import Testing

@Suite struct CitizenNumberTests {
  @Test(arguments: ["123456782", "1234.56.782", "nr. 1234 56 782, Ömer", "10203047", "BSN 111222333", "00 123456782"])
  func isFound(_ text: String) {
    #expect(text.holdsCitizenNumber)
  }

  @Test(arguments: ["123456789", "12345678", "Jansen 2", "000000000", "El-Amrani", "1234567", "123456, 782"])
  func isNotThere(_ text: String) {
    #expect(!text.holdsCitizenNumber)
  }
}
