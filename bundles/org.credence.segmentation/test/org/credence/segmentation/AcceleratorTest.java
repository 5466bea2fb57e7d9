package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorTest {

    @Test
    void namesAreReadAsTheyAreWritten() {
        assertEquals(Accelerator.CPU, Accelerator.parse("CPU"));
        assertEquals(new Accelerator(Accelerator.Kind.CUDA, 1), Accelerator.parse("cuda:1"));
        assertEquals("cuda:1", Accelerator.parse("cuda:1").toString());
        assertEquals("cpu", Accelerator.CPU.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cuda", "cuda:", "cuda:-1", "cuda:1000", "cpu:0", "gpu"})
    void whatIsNoNameIsRefusedWithTheOnesThereAre(String name) {
        String said = assertThrows(IllegalArgumentException.class, () -> Accelerator.parse(name))
                .getMessage();
        assertTrue(said.contains("cpu, cuda:0") && said.contains("got: " + name), said);
    }

    @Test
    void theBestInWordsSaysWhatSpeaksAgainstFasterOnes() {
        Accelerator.Found cpu = new Accelerator.Found(Accelerator.CPU, "CPU, 2 threads", "");
        Accelerator.Found cuda = new Accelerator.Found(Accelerator.parse("cuda:0"), "CUDA", "no device");
        assertEquals("CPU, 2 threads", Accelerator.inWords(List.of(cpu)));
        assertEquals("CPU, 2 threads (CUDA: no device)", Accelerator.inWords(List.of(cuda, cpu)));
        assertEquals("nothing (CUDA: no device)", Accelerator.inWords(List.of(cuda)));
    }
}
