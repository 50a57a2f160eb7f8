package obmen.interop.verapdf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.core.VeraPDFException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks veraPDF whether PDF files keep to the levels they claim, in one run.
 *
 * <p>{@code Verify cases.json answers.json}: reads a list of {@link Case}, writes a list of {@link Answer} in the same
 * order.
 */
public final class Verify {

    /** A PDF file and the levels (veraPDF calls them flavours, «2a», «ua1») to check it against. */
    record Case(String id, File pdf, List<String> levels) {}

    /** The levels that the file itself claims, and what veraPDF says of each that was asked. */
    record Answer(String id, List<String> claims, List<LevelAnswer> levels) {}

    /** {@code broken}: each rule that does not hold, with its clause and the place; {@code checks}: how many were made. */
    record LevelAnswer(String level, boolean compliant, int checks, List<String> broken) {}

    private Verify() {}

    /** Reads the cases, asks, writes the answers. */
    public static void main(String[] arguments) throws IOException, VeraPDFException {
        Logger.getLogger("").setLevel(Level.SEVERE); // what it warns of, it also reports
        VeraGreenfieldFoundryProvider.initialise();
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        List<Answer> answers = new ArrayList<>();
        for (Case asked : json.readValue(new File(arguments[0]), Case[].class)) {
            answers.add(answer(asked));
        }
        json.writeValue(new File(arguments[1]), answers);
    }

    private static Answer answer(Case asked) throws IOException, VeraPDFException {
        List<LevelAnswer> levels = new ArrayList<>();
        List<String> claims = new ArrayList<>();
        for (String level : asked.levels()) {
            try (InputStream pdf = new FileInputStream(asked.pdf());
                    PDFAParser parser = foundry().createParser(pdf, PDFAFlavour.byFlavourId(level))) {
                levels.add(validate(parser, level));
            }
        }
        try (InputStream pdf = new FileInputStream(asked.pdf());
                PDFAParser parser = foundry().createParser(pdf)) {
            parser.getFlavours().forEach(flavour -> claims.add(flavour.getId()));
        }
        return new Answer(asked.id(), claims, levels);
    }

    private static LevelAnswer validate(PDFAParser parser, String level) throws IOException, VeraPDFException {
        try (PDFAValidator validator = foundry().createValidator(PDFAFlavour.byFlavourId(level), false)) {
            ValidationResult result = validator.validate(parser);
            List<String> broken = result.getTestAssertions().stream().map(Verify::text).distinct().toList();
            return new LevelAnswer(level, result.isCompliant(), result.getTotalAssertions(), broken);
        }
    }

    private static String text(TestAssertion one) {
        return one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage();
    }

    private static VeraPDFFoundry foundry() {
        return Foundries.defaultInstance();
    }
}
